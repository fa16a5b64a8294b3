using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MultiStage.Publishing;

/// <summary>
/// A time that tells the content of a file. nginx makes an ETag of time and size. With one time for all files of an image,
/// browsers would keep an edited file of the same length; with that of the checkout, two builds would not be equal.
/// </summary>
internal static class ContentTime
{
    private static readonly DateTimeOffset First = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // 30 years: in the past for every clock and later limit (SOURCE_DATE_EPOCH), and far from the zero that means none.
    private const uint Seconds = 30u * 365 * 24 * 60 * 60;

    public static DateTimeOffset Of(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(file, hash);
        return Of(hash);
    }

    /// <param name="hash">SHA-256 of the content.</param>
    public static DateTimeOffset Of(ReadOnlySpan<byte> hash) => First.AddSeconds(BinaryPrimitives.ReadUInt32BigEndian(hash) % Seconds);
}
