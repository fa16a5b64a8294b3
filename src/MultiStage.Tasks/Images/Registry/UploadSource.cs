namespace MultiStage.Images;

/// <summary>A blob's content for an upload in pieces: opened once and read forward, as long as nothing breaks.</summary>
internal sealed class UploadSource(Blob blob) : IAsyncDisposable
{
    private const int BufferSize = 128 * 1024;
    private Stream? stream;
    private long position;

    /// <summary>A piece as a stream of its own; a piece that was given out before must not be used any more.</summary>
    public async Task<Stream> PieceAsync(long offset, long length, CancellationToken cancellationToken)
    {
        if (stream is null || position > offset)
        {
            await DisposeAsync().ConfigureAwait(false);
            stream = await blob.OpenAsync(cancellationToken).ConfigureAwait(false);
            position = 0;
        }
        // What the registry has is read all the same: the digest of the whole is checked before its last byte leaves.
        var skipped = new byte[Math.Min(BufferSize, offset - position)];
        while (position < offset)
        {
            await stream.ReadExactlyAsync(skipped.AsMemory(0, (int)Math.Min(skipped.Length, offset - position)), cancellationToken)
                .ConfigureAwait(false);
            position += Math.Min(skipped.Length, offset - position);
        }
        return new Piece(this, length);
    }

    public async ValueTask DisposeAsync()
    {
        if (stream is not null)
            await stream.DisposeAsync().ConfigureAwait(false);
        stream = null;
    }

    private sealed class Piece(UploadSource source, long length) : ReadOnlyStream
    {
        private long left = length;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (left == 0)
                return 0;
            var read = await source.stream!.ReadAsync(buffer[..(int)Math.Min(buffer.Length, left)], cancellationToken)
                .ConfigureAwait(false);
            source.position += read;
            left -= read;
            return read;
        }

        public override int Read(Span<byte> buffer) => throw new NotSupportedException("Uploads are read asynchronously.");
    }
}
