using System.Globalization;
using MultiStage.Engines.Contract;

namespace MultiStage.Engines;

/// <summary>The one line that tells what came out.</summary>
internal static class ImageSummary
{
    /// <summary>E.g. <c>hello-web -> hello-web:1.0.0 (sha256:0123456789ab, 92.4 MB)</c>.</summary>
    /// <param name="project">Its name.</param>
    /// <param name="result">What came out.</param>
    /// <param name="tests">What came out of the tests before; empty for none.</param>
    public static string Line(string project, ImageResult result, string tests = "")
    {
        if (result.Files is { } files)
            return $"{project} -> {files.Folder}{Path.DirectorySeparatorChar} ({files.Count} file{(files.Count == 1 ? "" : "s")}, {Megabytes(files.Size)})";
        List<string> facts = [
            result.Digest.StartsWith("sha256:", StringComparison.Ordinal) && result.Digest.Length > 19
                ? result.Digest[..19]
                : result.Digest];
        if (result.Size > 0)
            facts.Add(Megabytes(result.Size) + (result.IsCompressed ? " compressed" : ""));
        if (result.IsUnchanged)
            facts.Add("unchanged");
        else if (result.UploadedBytes > 0)
            facts.Add(Megabytes(result.UploadedBytes) + " uploaded");
        if (tests.Length > 0)
            facts.Add(tests);
        var place = result.Place.Length > 0 ? " in " + result.Place : "";
        return $"{project} -> {string.Join(", ", result.Names)}{place} ({string.Join(", ", facts)})";
    }

    /// <summary>Megabytes of 10^6 bytes with one decimal, as docker shows them.</summary>
    public static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB";
}
