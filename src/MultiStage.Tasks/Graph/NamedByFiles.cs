using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace MultiStage.Graph;

/// <summary>Files that other files name: imports of protos, files in resources, rule sets that others include.</summary>
internal static partial class NamedByFiles
{
    /// <summary>The files that a file names, directly or through others; absolute, and they exist.</summary>
    /// <param name="file">Absolute path.</param>
    /// <param name="roots">Absolute paths of folders that imports of protos start from, beside the file's own.</param>
    public static IReadOnlyCollection<string> Of(string file, IReadOnlyList<string> roots)
    {
        Func<string, IEnumerable<string>>? names = Path.GetExtension(file).ToUpperInvariant() switch
        {
            ".PROTO" => proto => Imports(proto, roots),
            ".RESX" => Resources,
            ".RULESET" => Includes,
            _ => null,
        };
        var found = new SortedSet<string>(StringComparer.Ordinal);
        if (names is null)
            return found;
        var waiting = new Queue<string>([file]);
        while (waiting.TryDequeue(out var next))
            foreach (var named in names(next).Where(File.Exists).Where(named => named != file && found.Add(named)))
                waiting.Enqueue(named);
        return found;
    }

    private static IEnumerable<string> Imports(string proto, IReadOnlyList<string> roots) =>
        Import().Matches(Text(proto)).Select(match => match.Groups[1].Value)
            .SelectMany(import => roots.Append(Path.GetDirectoryName(proto)!).Select(root => Path.GetFullPath(import, root)));

    // The value is the path, the type and an encoding, with ';' between; a path with blanks may stand in quotes.
    private static IEnumerable<string> Resources(string resx) =>
        !Path.GetExtension(resx).Equals(".resx", StringComparison.OrdinalIgnoreCase) ? [] :
            Xml(resx)
                .Where(element =>
                    element.Name.LocalName == "data" && (string?)element.Attribute("type") is { } type
                        && type.StartsWith("System.Resources.ResXFileRef", StringComparison.Ordinal))
                .Select(element => element.Element("value")?.Value.Trim() ?? "")
                .Select(value => value.StartsWith('"') ? value[1..].Split('"')[0] : value.Split(';')[0])
                .Where(value => value.Length > 0).Select(value => Beside(resx, value));

    private static IEnumerable<string> Includes(string ruleSet) =>
        Xml(ruleSet).Where(element => element.Name.LocalName == "Include").Select(element => (string?)element.Attribute("Path") ?? "")
            .Where(path => path.Length > 0).Select(path => Beside(ruleSet, path));

    private static string Beside(string file, string path) =>
        Path.GetFullPath(path.Replace('\\', Path.DirectorySeparatorChar), Path.GetDirectoryName(file)!);

    private static IEnumerable<XElement> Xml(string file)
    {
        try
        {
            return XDocument.Load(file).Descendants();
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [GeneratedRegex("""^\s*import\s+(?:(?:public|weak|option)\s+)?["']([^"'\r\n]+)["']\s*;""",
        RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Import();
}
