using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

public class StableGZipTests
{
    private const int Block = 1024 * 1024;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Block - 1)]
    [InlineData(Block)]
    [InlineData(Block + 1)]
    [InlineData((20 * Block) + 5)]
    public async Task What_goes_in_comes_out_of_one_member(int length)
    {
        var content = TestImages.Noise(length);
        var packed = await PackAsync(content, content.Length + 1);
        Assert.Equal(content, Unpack(packed));
        Assert.Equal(content, UnpackOneMember(packed));
        Assert.Equal((byte[])[0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255], packed[..10]);
    }

    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xCBF43926u)]
    public void The_checksum_is_that_of_gzip(string text, uint expected) =>
        Assert.Equal(expected, Crc32.Add(0, Encoding.ASCII.GetBytes(text)));

    [Fact]
    public async Task The_bytes_do_not_depend_on_how_they_come()
    {
        var content = TestImages.Noise((3 * Block) + 17).Select(value => (byte)(value % 7)).ToArray();
        var expected = await PackAsync(content, content.Length);
        foreach (var step in new[] { 1000, 65536, Block, Block + 1 })
            Assert.Equal(expected, await PackAsync(content, step));
        Assert.Equal(content, Unpack(expected));
    }

    [Fact]
    public async Task The_bytes_do_not_depend_on_who_is_first()
    {
        // Blocks that compress at very different speed.
        var content = Enumerable.Range(0, 12).SelectMany(i => i % 2 == 0 ? new byte[Block] : TestImages.Noise(Block, i)).ToArray();
        var packed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => PackAsync(content, 80_000))));
        Assert.All(packed, bytes => Assert.Equal(packed[0], bytes));
    }

    [Fact]
    public async Task A_failing_output_is_the_callers_error()
    {
        var gzip = new StableGZip(new HashingStream(new Full(), translate: e => new InvalidOperationException("full", e)),
            CompressionLevel.Fastest);
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            for (var i = 0; i < 30; i++)
                await gzip.WriteAsync(TestImages.Noise(Block), TestContext.Current.CancellationToken);
        });
    }

    private static async Task<byte[]> PackAsync(byte[] content, int step)
    {
        using var output = new MemoryStream();
        await using (var gzip = new StableGZip(output, CompressionLevel.Fastest))
        {
            for (var i = 0; i < content.Length; i += step)
                await gzip.WriteAsync(content.AsMemory(i, Math.Min(step, content.Length - i)), TestContext.Current.CancellationToken);
        }
        return output.ToArray();
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var result = new MemoryStream();
        gzip.CopyTo(result);
        return result.ToArray();
    }

    // As a reader does that knows of no second member: header, one deflate stream, checksum and length.
    private static byte[] UnpackOneMember(byte[] packed)
    {
        using var deflate = new DeflateStream(new MemoryStream(packed[10..^8]), CompressionMode.Decompress);
        using var result = new MemoryStream();
        deflate.CopyTo(result);
        Assert.Equal(Crc32.Add(0, result.ToArray()), BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(packed.Length - 8)));
        Assert.Equal((uint)result.Length, BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(packed.Length - 4)));
        return result.ToArray();
    }

    private sealed class Full : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("full");
    }
}
