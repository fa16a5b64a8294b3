using System.IO.Compression;

namespace MultiStage.Images;

/// <summary>
/// gzip without anything that varies from host to host. The header (RFC 1952) gets no name, no time and, in place of the
/// operating system, "unknown". The compressed bytes themselves are those of this .NET version's zlib; the diff id,
/// which names a layer's content, does not depend on them.
/// </summary>
internal static class StableGZip
{
    /// <summary>A stream to write into; disposing ends the gzip and leaves <paramref name="output"/> open.</summary>
    public static Stream Compress(Stream output, CompressionLevel level) =>
        new GZipStream(new HeaderFixer(output), level, leaveOpen: false);

    private sealed class HeaderFixer(Stream inner) : Stream
    {
        // ID1 ID2 CM FLG MTIME(4) XFL OS: with FLG 0 there is nothing else in the header.
        private const int TimeOffset = 4;
        private const int SystemOffset = 9;
        private const byte UnknownSystem = 255;
        private long position;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => position;

        public override long Position
        {
            get => position;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (position <= SystemOffset)
                inner.Write(Fix(buffer));
            else
                inner.Write(buffer);
            position += buffer.Length;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var bytes = position <= SystemOffset ? Fix(buffer.Span) : buffer;
            position += buffer.Length;
            return inner.WriteAsync(bytes, cancellationToken);
        }

        private byte[] Fix(ReadOnlySpan<byte> buffer)
        {
            var copy = buffer.ToArray();
            for (var i = 0; i < copy.Length && position + i <= SystemOffset; i++)
            {
                copy[i] = (position + i) switch
                {
                    SystemOffset => UnknownSystem,
                    >= TimeOffset => 0,
                    _ => copy[i],
                };
            }
            return copy;
        }

        public override void Flush() => inner.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
