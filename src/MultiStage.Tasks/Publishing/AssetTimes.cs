using System.Text.RegularExpressions;

namespace MultiStage.Publishing;

/// <summary>
/// The web SDK writes the time of each static file of the source tree into <c>*.staticwebassets.endpoints.json</c>, for
/// the header Last-Modified. A clone has other times than the next one, and so would its image. Browsers revalidate by
/// the ETag of the same entry, which is a hash of the content, so one time for all files loses nothing.
/// </summary>
internal static partial class AssetTimes
{
    private const string FileSuffix = ".staticwebassets.endpoints.json";

    /// <summary>The content with one time for all files, or null when the file is another one or has no times.</summary>
    public static string? Fixed(string path)
    {
        if (!path.EndsWith(FileSuffix, StringComparison.Ordinal))
            return null;
        var content = File.ReadAllText(path);
        var replaced = LastModified().Replace(content, "$1Thu, 01 Jan 1970 00:00:01 GMT$2");
        return replaced == content ? null : replaced;
    }

    [GeneratedRegex("""("Name"\s*:\s*"Last-Modified"\s*,\s*"Value"\s*:\s*")[^"]*(")""")]
    private static partial Regex LastModified();
}
