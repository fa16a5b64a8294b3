using System.Net;

namespace MultiStage.Images;

/// <summary>A request body that streams a blob and reports its progress to a watchdog. Opened anew for each try.</summary>
internal sealed class UploadContent : HttpContent
{
    /// <summary>The media type of content without one.</summary>
    public const string Bytes = "application/octet-stream";

    private const int BufferSize = 128 * 1024;
    private readonly Func<CancellationToken, Task<Stream>> open;
    private readonly long size;
    private readonly Watchdog watchdog;
    private readonly RegistryOptions options;

    public UploadContent(Func<CancellationToken, Task<Stream>> open, long size, string mediaType, Watchdog watchdog,
        RegistryOptions options)
    {
        (this.open, this.size, this.watchdog, this.options) = (open, size, watchdog, options);
        Headers.TryAddWithoutValidation("Content-Type", mediaType);
        Headers.ContentLength = size;
    }

    /// <summary>A part of a blob, which says where it belongs; distribution's form of the header has no unit.</summary>
    public static UploadContent Piece(Func<CancellationToken, Task<Stream>> open, long offset, long length, Watchdog watchdog,
        RegistryOptions options)
    {
        var content = new UploadContent(open, length, Bytes, watchdog, options);
        content.Headers.TryAddWithoutValidation("Content-Range", FormattableString.Invariant($"{offset}-{offset + length - 1}"));
        return content;
    }

    /// <summary>What went wrong with the blob itself, which the transport would wrap into a network error.</summary>
    public ImageException? SourceFailure { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        watchdog.Rest();
        try
        {
            await using var source = await open(watchdog.Token).ConfigureAwait(false);
            var buffer = new byte[BufferSize];
            while (await source.ReadAsync(buffer, watchdog.Token).ConfigureAwait(false) is var read and > 0)
            {
                watchdog.Expect("progress of the upload", options.IdleTimeout);
                await stream.WriteAsync(buffer.AsMemory(0, read), watchdog.Token).ConfigureAwait(false);
                watchdog.Rest();
            }
        }
        catch (ImageException e)
        {
            SourceFailure = e;
            throw;
        }
        watchdog.Expect("answer", options.ResponseTimeout);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = size;
        return true;
    }
}
