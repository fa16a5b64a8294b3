using System.Text.Json;

namespace MultiStage.Publishing;

/// <summary>
/// What the web SDK wrote about the published files into <c>*.staticwebassets.endpoints.json</c>: which paths hold a
/// fingerprint, and which files answer for paths that are no files. A server of ASP.NET Core reads it at its start.
/// </summary>
internal static class StaticAssets
{
    private const string Suffix = ".staticwebassets.endpoints.json";

    /// <param name="publishFolder">The folder that was published to.</param>
    /// <param name="assemblyName">The file of this project is read; others may lie beside it.</param>
    public static SiteContent Read(string publishFolder, string assemblyName)
    {
        var root = Path.Combine(publishFolder, SiteContent.Folder);
        var manifest = Path.Combine(publishFolder, assemblyName + Suffix);
        var content = new SiteContent([], [], File.Exists(Path.Combine(root, "404.html")));
        return File.Exists(manifest) ? Read(File.ReadAllText(manifest), content, path => File.Exists(Path.Combine(root, path))) : content;
    }

    /// <param name="json">The content of the file.</param>
    /// <param name="content">What is known without it.</param>
    /// <param name="isFile">Whether a path below the site's root is a file.</param>
    public static SiteContent Read(string json, SiteContent content, Func<string, bool> isFile)
    {
        var immutable = new List<string>();
        var aliases = new List<NameValue>();
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var endpoint in document.RootElement.GetProperty("Endpoints").EnumerateArray())
            {
                var route = Text(endpoint, "Route");
                var file = Text(endpoint, "AssetFile");
                // Those with selectors are the compressed forms of the same path.
                if (endpoint.TryGetProperty("Selectors", out var selectors) && selectors.GetArrayLength() > 0)
                    continue;
                if (!IsPath(route) || !IsPath(file) || route.EndsWith(".gz", StringComparison.Ordinal)
                    || route.EndsWith(".br", StringComparison.Ordinal) || !isFile(file))
                    continue;
                if (!isFile(route))
                    aliases.Add(new NameValue("/" + route, "/" + file));
                if (endpoint.TryGetProperty("ResponseHeaders", out var headers) && headers.EnumerateArray().Any(IsImmutable))
                    immutable.Add("/" + route);
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // A form of the file that is not known yet: the site works without it, browsers only ask more often.
            return content;
        }
        return content with { ImmutablePaths = immutable.Sorted(),
            Aliases = [.. aliases.OrderBy(alias => alias.Name, StringComparer.Ordinal)] };
    }

    private static bool IsImmutable(JsonElement header) =>
        Text(header, "Name") == "Cache-Control" && Text(header, "Value").Contains("immutable", StringComparison.Ordinal);

    private static bool IsPath(string path) => path.Length > 0 && !path.Any(char.IsControl) && !path.Split('/').Contains("..");

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
