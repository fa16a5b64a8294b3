using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>
/// One blob on its way up: a mount when the registry has it elsewhere, or else POST and one PUT. With a size of pieces it is
/// POST, a PATCH per piece, and an empty PUT. An upload that broke goes on where it stopped, if the registry can say where
/// that is (distribution-spec 1.1 "Pushing a blob in chunks"), and else starts anew.
/// </summary>
internal sealed class BlobUpload(RegistryTransport transport, RegistryOptions options, string registry, string repository, Blob blob)
{
    private readonly long? pieceBytes = RegistryVariables.UploadPieceBytes(options);
    private bool mountRefused;
    private bool resumeRefused;

    // What an attempt leaves to the next one.
    private UploadSession? session;

    public string What { get; } = $"push {blob.Descriptor.Digest} to {repository}";

    /// <summary>One attempt.</summary>
    public async Task<BlobOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var resumed = session is not null && !resumeRefused;
        session = resumed ? await StateAsync(session!, cancellationToken).ConfigureAwait(false) : null;
        if (session is null)
        {
            resumed = false;
            if (CanMount && await StartAsync(mount: true, cancellationToken).ConfigureAwait(false))
                return BlobOutcome.Mounted;
            // Content that comes from another registry is fetched here, before the upload has a clock running.
            await (await blob.OpenAsync(cancellationToken).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            if (session is null)
                await StartAsync(mount: false, cancellationToken).ConfigureAwait(false);
        }
        await SendAsync(resumed, cancellationToken).ConfigureAwait(false);
        return BlobOutcome.Uploaded;
    }

    private bool CanMount =>
        !mountRefused && blob.Origin is { } origin && origin.Registry == registry && origin.Repository != repository;

    // True when the mount did everything. A refused mount should start a plain upload, but not all registries do that.
    private async Task<bool> StartAsync(bool mount, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Post) with
        {
            Path = "blobs/uploads/"
                + (mount ? $"?mount={Uri.EscapeDataString(blob.Descriptor.Digest.ToString())}&from={Uri.EscapeDataString(blob.Origin!.Repository)}" : ""),
            SourceRepository = mount ? blob.Origin!.Repository : null,
            // Without a body some servers ask for a length.
            Content = _ => new ByteArrayContent([]),
        };
        try
        {
            using var response = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.Status == 201 && mount)
                return true;
            if (response.Status != 202)
                throw await transport.UnexpectedAsync(request, response).ConfigureAwait(false);
            session = new UploadSession(RedirectRules.Upload(registry, response.Address, response.Location), 0, response.MinimumPiece);
            return false;
        }
        catch (ImageException e) when (mount
            && (e.Descriptor == ImageDiagnostics.Unauthorized || e.Descriptor == ImageDiagnostics.RegistryRefused
                || e.Descriptor == ImageDiagnostics.NotFound))
        {
            mountRefused = true;
            return false;
        }
    }

    // Null when the registry knows nothing of the upload, or nothing that can be gone on with.
    private async Task<UploadSession?> StateAsync(UploadSession broken, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Get) with { Address = broken.Address };
        using var response = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.Status is >= 500 or 429)
            throw await transport.UnexpectedAsync(request, response).ConfigureAwait(false);
        if (response.Status != 204 || UploadSession.Received(response.Received) is not { } received || received > blob.Descriptor.Size)
            return null;
        options.Log(FormattableString.Invariant($"{registry}: {What}: goes on after {received} of {blob.Descriptor.Size} bytes"));
        return broken with { Address = Next(response, broken), Offset = received };
    }

    private async Task SendAsync(bool resumed, CancellationToken cancellationToken)
    {
        var size = blob.Descriptor.Size;
        if (session!.Offset == 0 && (pieceBytes is null || size <= pieceBytes))
        {
            await FinishAsync(resumed, watchdog => new UploadContent(blob.OpenAsync, size, UploadContent.Bytes, watchdog, options),
                cancellationToken).ConfigureAwait(false);
            return;
        }
        await using var source = new UploadSource(blob);
        while (session.Offset < size)
        {
            var length = Math.Min(size - session.Offset, Math.Max(pieceBytes ?? size, session.MinimumPiece));
            await SendPieceAsync(resumed, source, length, cancellationToken).ConfigureAwait(false);
        }
        await FinishAsync(resumed, _ => new ByteArrayContent([]), cancellationToken).ConfigureAwait(false);
    }

    private async Task SendPieceAsync(bool resumed, UploadSource source, long length, CancellationToken cancellationToken)
    {
        var offset = session!.Offset;
        var request = Request(HttpMethod.Patch) with
        {
            Address = session.Address,
            Content = watchdog => UploadContent.Piece(token => source.PieceAsync(offset, length, token), offset, length, watchdog, options),
        };
        using var response = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await CheckAsync(request, response, resumed, 202, 201, 204).ConfigureAwait(false);
        // A registry may keep less than it was sent; then the rest is sent again.
        var received = UploadSession.Received(response.Received) ?? offset + length;
        if (received <= offset || received > offset + length)
            received = offset + length;
        session = session with { Address = Next(response, session), Offset = received };
    }

    private async Task FinishAsync(bool resumed, Func<Watchdog, HttpContent> content, CancellationToken cancellationToken)
    {
        var location = session!.Address;
        var digest = "digest=" + Uri.EscapeDataString(blob.Descriptor.Digest.ToString());
        var request = Request(HttpMethod.Put) with
        {
            Address = new UriBuilder(location) { Query = location.Query.Length > 1 ? location.Query[1..] + "&" + digest : digest,
                Fragment = "" }.Uri,
            Content = content,
        };
        using var response = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await CheckAsync(request, response, resumed, 201, 200, 204).ConfigureAwait(false);
        response.CheckStored(request, blob.Descriptor.Digest, blob.Descriptor.Digest.ToString());
    }

    private async Task CheckAsync(RegistryRequest request, RegistryResponse response, bool resumed, params int[] expected)
    {
        if (expected.Contains(response.Status))
            return;
        // The upload is gone, as after a restart of the registry, or what was said of a broken one is not true: a new
        // attempt gets a new upload.
        if (response.Status is 404 or 416 || (resumed && response.Status is 400 or 405 or 409))
        {
            session = null;
            resumeRefused = resumed;
            throw new TransientFailure("it has lost the upload");
        }
        throw await transport.UnexpectedAsync(request, response).ConfigureAwait(false);
    }

    private Uri Next(RegistryResponse response, UploadSession current) =>
        response.Location is null ? current.Address : RedirectRules.Upload(registry, response.Address, response.Location);

    private RegistryRequest Request(HttpMethod method) => new()
    {
        Method = method,
        Registry = registry,
        Repository = repository,
        Role = RegistryRole.Push,
        What = What,
    };
}
