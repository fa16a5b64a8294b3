using System.Globalization;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>Reads small content into memory with a limit, so that memory never depends on what somebody else sends.</summary>
internal static class BoundedRead
{
    /// <param name="stream">The content.</param>
    /// <param name="limit">The most bytes to accept.</param>
    /// <param name="what">What it is, the start of a sentence.</param>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="announced">The length that the source promises, if it does.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="ImageException">MST4201 when there is more.</exception>
    public static async Task<byte[]> AllAsync(Stream stream, long limit, string what, string origin, long? announced,
        CancellationToken cancellationToken)
    {
        if (announced > limit)
            throw TooLarge(what, limit, origin);
        using var memory = new MemoryStream((int)Math.Min(announced ?? 4096, 64 * 1024));
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            if (memory.Length + read > limit)
                throw TooLarge(what, limit, origin);
            memory.Write(buffer, 0, read);
        }
        return memory.ToArray();
    }

    public static ImageException TooLarge(string what, long limit, string origin) =>
        new(ImageDiagnostics.LimitExceeded, what, Size(limit), origin);

    /// <summary>A size in bytes for people.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 when bytes % (1L << 30) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 30} GiB"),
        >= 1L << 20 when bytes % (1L << 20) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB"),
        >= 1L << 10 when bytes % (1L << 10) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 10} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
    };
}
