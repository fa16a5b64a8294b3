using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>Content on its way into the store: a temporary file, hashed while it is written.</summary>
internal sealed class ContentWriter : IAsyncDisposable
{
    private readonly ContentStore store;
    private readonly Digest? expected;
    private readonly string temporary;
    private readonly FileStream file;
    private HashingStream stream;

    internal ContentWriter(ContentStore store, Digest? expected)
    {
        this.store = store;
        this.expected = expected;
        temporary = store.NewTemporaryPath();
        file = AtomicFile.Create(temporary);
        stream = NewStream();
    }

    /// <summary>Takes the bytes.</summary>
    public Stream Stream => stream;

    /// <summary>Bytes written so far.</summary>
    public long Count => stream.Count;

    /// <summary>The digest of the bytes written so far.</summary>
    public Digest Digest => stream.Digest;

    /// <summary>Forgets what was written.</summary>
    public void Restart()
    {
        stream.Dispose();
        try
        {
            file.Flush();
            file.SetLength(0);
            file.Position = 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw store.Unusable(e);
        }
        stream = NewStream();
    }

    /// <summary>Gives the content its name.</summary>
    public async Task<(Digest Digest, long Size)> CommitAsync(CancellationToken cancellationToken)
    {
        var (digest, size) = (stream.Digest, stream.Count);
        try
        {
            // Not to the disk, which takes long: after a power failure the length is wrong or the digest is, and both are
            // looked at before content is used.
            await file.FlushAsync(cancellationToken).ConfigureAwait(false);
            await file.DisposeAsync().ConfigureAwait(false);
            await AtomicFile.MoveAsync(temporary, store.PathOf(digest), cancellationToken).ConfigureAwait(false);
            store.Touch(store.PathOf(digest));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw store.Unusable(e);
        }
        return (digest, size);
    }

    /// <summary>Gives the content its name if it is what it must be.</summary>
    /// <exception cref="ImageException">MST4202 when it is not.</exception>
    public Task CommitAsync(Descriptor descriptor, CancellationToken cancellationToken) =>
        Digest != descriptor.Digest || Count != descriptor.Size
            ? throw new ImageException(ImageDiagnostics.ContentMismatch, descriptor.Digest.ToString(),
                $"{descriptor.Digest} with {descriptor.Size} bytes", $"{Digest} with {Count} bytes")
            : CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await file.DisposeAsync().ConfigureAwait(false);
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is left in the buffer finds no room on a full disk. It is given up, and must not hide why.
        }
        finally
        {
            AtomicFile.TryDelete(temporary);
        }
    }

    private HashingStream NewStream() => new(file, expected?.Name, store.Unusable);
}
