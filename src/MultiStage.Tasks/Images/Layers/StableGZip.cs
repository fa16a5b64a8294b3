using System.Buffers.Binary;
using System.IO.Compression;

namespace MultiStage.Images;

/// <summary>
/// gzip on all cores, without anything that varies from host to host. The content is cut into blocks of one size, which
/// are compressed each for itself, and stand one after the other in a single member, as pigz does it: some readers stop
/// after the first member. So the bytes do not depend on the number of cores. The header (RFC 1952) gets no name, no time
/// and, in place of the operating system, "unknown". The compressed bytes themselves are those of this .NET version's
/// zlib; the diff id, which names a layer's content, does not depend on them.
/// </summary>
internal sealed class StableGZip(Stream output, CompressionLevel level) : WriteOnlyStream
{
    /// <summary>Names this way to compress, for fingerprints. Change it when the same content becomes other bytes.</summary>
    public const string Version = "blocks-1M";

    // Smaller blocks compress worse, larger ones need more memory: at 1 MiB a layer grows by a quarter of a percent.
    private const int BlockSize = 1024 * 1024;

    // ID1 ID2 CM FLG MTIME(4) XFL OS
    private static readonly byte[] Header = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255];

    // A last block without content; the blocks before it end at a whole byte.
    private static readonly byte[] LastBlock = [3, 0];

    // Memory is bounded by this and not by the machine.
    private static readonly int Workers = Math.Clamp(Environment.ProcessorCount, 1, 8);
    private readonly Queue<Task<Block>> blocks = new();
    private readonly Stack<Block> free = new();
    private Block current = new();
    private uint checksum;
    private uint length;
    private bool started;
    private bool done;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var part = buffer[..current.Add(buffer.Span)];
            checksum = Crc32.Add(checksum, part.Span);
            // Its width is that of the field: lengths wrap around at 4 GiB.
            length += (uint)part.Length;
            buffer = buffer[part.Length..];
            if (current.IsFull)
                await StartAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the gzip and leaves the output open.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (!done)
        {
            done = true;
            if (!current.IsEmpty)
                await StartAsync(CancellationToken.None).ConfigureAwait(false);
            while (blocks.Count > 0)
                await WriteOldestAsync(CancellationToken.None).ConfigureAwait(false);
            await WriteHeaderAsync(CancellationToken.None).ConfigureAwait(false);
            var end = new byte[LastBlock.Length + 8];
            LastBlock.CopyTo(end, 0);
            BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(LastBlock.Length), checksum);
            BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(LastBlock.Length + 4), length);
            await output.WriteAsync(end).ConfigureAwait(false);
        }
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var full = current;
        blocks.Enqueue(Task.Run(() => full.Compress(level), CancellationToken.None));
        current = free.TryPop(out var used) ? used : new Block();
        if (blocks.Count > Workers)
            await WriteOldestAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteOldestAsync(CancellationToken cancellationToken)
    {
        await WriteHeaderAsync(cancellationToken).ConfigureAwait(false);
        var block = await blocks.Dequeue().ConfigureAwait(false);
        await output.WriteAsync(block.Compressed, cancellationToken).ConfigureAwait(false);
        block.Clear();
        free.Push(block);
    }

    private async Task WriteHeaderAsync(CancellationToken cancellationToken)
    {
        if (!started)
            await output.WriteAsync(Header, cancellationToken).ConfigureAwait(false);
        started = true;
    }

    /// <summary>A piece of the content and what it becomes; used again and again.</summary>
#pragma warning disable CA1001 // A stream over memory holds nothing to dispose of.
    private sealed class Block
#pragma warning restore CA1001
    {
        private readonly byte[] content = new byte[BlockSize];
        private readonly MemoryStream compressed = new();
        private int length;
        private int compressedLength;

        public bool IsFull => length == BlockSize;

        public bool IsEmpty => length == 0;

        public ReadOnlyMemory<byte> Compressed => compressed.GetBuffer().AsMemory(0, compressedLength);

        /// <returns>How many of the bytes had room.</returns>
        public int Add(ReadOnlySpan<byte> bytes)
        {
            var part = bytes[..Math.Min(bytes.Length, BlockSize - length)];
            part.CopyTo(content.AsSpan(length));
            length += part.Length;
            return part.Length;
        }

        public Block Compress(CompressionLevel level)
        {
            using var deflate = new DeflateStream(compressed, level, leaveOpen: true);
            deflate.Write(content, 0, length);
            // Ends at a whole byte and leaves the stream open; what follows on closing it is the end, which is not wanted.
            deflate.Flush();
            compressedLength = (int)compressed.Length;
            return this;
        }

        public void Clear()
        {
            length = 0;
            compressed.SetLength(0);
        }
    }
}
