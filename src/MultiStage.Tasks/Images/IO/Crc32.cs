namespace MultiStage.Images;

/// <summary>The checksum of gzip (RFC 1952 section 8). .NET has it only inside of its own gzip.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    /// <summary>The checksum of what had <paramref name="checksum"/>, 0 for nothing, followed by more.</summary>
    public static uint Add(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var value = ~checksum;
        foreach (var next in bytes)
            value = Table[(byte)(value ^ next)] ^ (value >> 8);
        return ~value;
    }

    private static uint Entry(int index)
    {
        var value = (uint)index;
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) == 0 ? value >> 1 : 0xEDB88320 ^ (value >> 1);
        return value;
    }
}
