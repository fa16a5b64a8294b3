using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>One blob on its way down, over any number of attempts.</summary>
internal sealed class BlobDownload(RegistryTransport transport, string registry, string repository, Descriptor blob)
{
    private const int BufferSize = 128 * 1024;

    public string What { get; } = $"pull {blob.Digest} from {repository}";

    public async Task ContinueAsync(ContentWriter writer, CancellationToken cancellationToken)
    {
        // Everything was there and was wrong, or the server does not do ranges well: from the start.
        if (writer.Count >= blob.Size)
            writer.Restart();
        var request = new RegistryRequest
        {
            Method = HttpMethod.Get,
            Registry = registry,
            Repository = repository,
            Path = "blobs/" + blob.Digest,
            RangeStart = writer.Count,
            What = What,
        };
        using var response = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await PrepareAsync(request, response, writer).ConfigureAwait(false);

        var buffer = new byte[BufferSize];
        while (await response.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            if (writer.Count + read > blob.Size)
            {
                writer.Restart();
                throw Mismatch($"{blob.Size} bytes", "more bytes");
            }
            await writer.Stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }
        if (writer.Count < blob.Size)
            throw new TransientFailure($"only {writer.Count} of {blob.Size} bytes came");
        if (writer.Digest != blob.Digest)
        {
            var actual = writer.Digest;
            writer.Restart();
            throw Mismatch(blob.Digest.ToString(), actual.ToString());
        }
    }

    private async Task PrepareAsync(RegistryRequest request, RegistryResponse response, ContentWriter writer)
    {
        switch (response.Status)
        {
            case 206 when response.RangeStart == writer.Count && writer.Count > 0:
                return;
            case 206 or 416:
                writer.Restart();
                throw new TransientFailure("it sent another part than was asked for");
            case 200:
                if (writer.Count > 0)
                    writer.Restart();
                if (response.Length is { } length && length != blob.Size)
                    throw Mismatch($"{blob.Size} bytes", $"{length} bytes");
                return;
            default:
                throw await transport.UnexpectedAsync(request, response).ConfigureAwait(false);
        }
    }

    // Once more, as a broken cache on the way may have another copy; then it is final.
    private TransientFailure Mismatch(string expected, string actual)
    {
        var final = new ImageException(ImageDiagnostics.ContentMismatch, $"{registry}/{repository}@{blob.Digest}", expected, actual);
        return new TransientFailure(final.Problem) { Attempts = 2, Final = final };
    }
}
