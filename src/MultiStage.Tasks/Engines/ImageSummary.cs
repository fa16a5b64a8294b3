using System.Globalization;

namespace MultiStage.Engines;

/// <summary>The one line that tells what came out.</summary>
internal static class ImageSummary
{
    /// <summary>E.g. <c>hello-web -> hello-web:1.0.0 (sha256:0123456789ab, 92.4 MB)</c>.</summary>
    public static string Line(string project, ImageResult result, string archive)
    {
        var digest = result.Digest.StartsWith("sha256:", StringComparison.Ordinal) && result.Digest.Length > 19 ? result.Digest[..19] : result.Digest;
        var size = result.Size > 0 ? ", " + Megabytes(result.Size) : "";
        var place = archive.Length > 0 ? " in " + archive : "";
        return $"{project} -> {string.Join(", ", result.Names)}{place} ({digest}{size})";
    }

    /// <summary>Megabytes of 10^6 bytes with one decimal, as docker shows them.</summary>
    public static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB";
}
