using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace MultiStage.Graph;

/// <summary>
/// The expressions of one file of MSBuild that name other files in a way that no item, property or import shows: functions
/// that read or look for files by themselves, and assemblies of tasks.
/// </summary>
internal sealed partial class FileExpressions
{
    private static readonly string[] TestFunctions = ["Exists", "FileExists", "DirectoryExists"];

    private FileExpressions(string text, IReadOnlyList<FileExpression> all, IReadOnlyList<string> commands, IReadOnlyList<NameValue> set) =>
        (Text, All, Commands, Set) = (text, all, commands, set);

    /// <summary>The whole file, to find names in.</summary>
    public string Text { get; }

    public IReadOnlyList<FileExpression> All { get; }

    /// <summary>Command lines of its targets.</summary>
    public IReadOnlyList<string> Commands { get; }

    /// <summary>Properties that it sets, with the text of their values; those that it sets more than once stand here as often.</summary>
    public IReadOnlyList<NameValue> Set { get; }

    public static FileExpressions Read(string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            return Of(text, XDocument.Parse(text));
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            // MSBuild has read it, or says why it cannot.
            return new FileExpressions("", [], [], []);
        }
    }

    private static FileExpressions Of(string text, XDocument document)
    {
        var texts = document.DescendantNodes().OfType<XText>().Select(node => (node.Value, Sets: Property(node.Parent)))
            .Concat(document.Descendants().Attributes().Select(attribute => (attribute.Value, Sets: Property(attribute.Parent))));
        var found = texts.Where(pair => pair.Value.Contains("]::", StringComparison.Ordinal))
            .SelectMany(pair => Functions(pair.Value).Select(function => function with { Sets = pair.Sets })).ToList();
        found.AddRange(Attributes(document, "UsingTask", "AssemblyFile").Select(value => new FileExpression(value, FileUse.Assembly)));
        return new FileExpressions(text, [.. found.Distinct()], [.. Attributes(document, "Exec", "Command")],
            [.. document.Descendants().Where(node => Property(node).Length > 0)
                .Select(node => new NameValue(node.Name.LocalName, node.Value))]);
    }

    private static string Property(XElement? element) =>
        element?.Parent?.Name.LocalName.Equals("PropertyGroup", StringComparison.OrdinalIgnoreCase) == true ? element.Name.LocalName : "";

    private static IEnumerable<string> Attributes(XDocument document, string element, string attribute) =>
        document.Descendants().Where(node => node.Name.LocalName.Equals(element, StringComparison.OrdinalIgnoreCase))
            .SelectMany(
                node => node.Attributes()
                    .Where(candidate => candidate.Name.LocalName.Equals(attribute, StringComparison.OrdinalIgnoreCase)))
                    .Select(node => node.Value);

    private static IEnumerable<FileExpression> Functions(string text)
    {
        foreach (Match match in Function().Matches(text))
        {
            var arguments = Arguments(text, match.Index + match.Length);
            if (arguments.Count == 0 || arguments[0].Length == 0)
                continue;
            var name = match.Groups["name"].Value;
            if (TestFunctions.Contains(name, StringComparer.OrdinalIgnoreCase))
                yield return new FileExpression(arguments[0], FileUse.Test);
            else if (match.Groups["type"].Value.EndsWith("Directory", StringComparison.OrdinalIgnoreCase))
                yield return new FileExpression(arguments[0], FileUse.List, arguments.ElementAtOrDefault(1) ?? "*",
                    text.Contains("AllDirectories", StringComparison.Ordinal));
            else
                yield return new FileExpression(arguments[0], FileUse.Content);
        }
    }

    // The text up to the closing bracket, cut at commas that stand in no quotes and no brackets of their own.
    private static List<string> Arguments(string text, int start)
    {
        var arguments = new List<string>();
        var (depth, begin, quote) = (0, start, '\0');
        for (var index = start; index < text.Length; index++)
        {
            var character = text[index];
            if (quote != '\0')
                quote = character == quote ? '\0' : quote;
            else if (character is '\'' or '"' or '`')
                quote = character;
            else if (character == '(')
                depth++;
            else if (character == ')' && --depth < 0 || character == ',' && depth == 0)
            {
                arguments.Add(Unquoted(text[begin..index].Trim()));
                begin = index + 1;
                if (character == ')')
                    return arguments;
            }
        }
        return [];
    }

    private static string Unquoted(string text) =>
        text.Length > 1 && text[0] is '\'' or '"' or '`' && text[^1] == text[0] ? text[1..^1] : text;

    [GeneratedRegex(@"\[(?<type>System\.IO\.File|System\.IO\.Directory|System\.IO\.Path|MSBuild)\]::(?<name>Exists|FileExists|DirectoryExists|ReadAll\w+|GetLastWrite\w+|GetCreation\w+|GetAttributes|GetFiles|GetDirectories|GetFileSystemEntries|Enumerate\w+)\s*\(", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Function();
}

/// <summary>What an expression does with the file that it names.</summary>
internal enum FileUse
{
    Test,
    Content,
    List,
    Assembly,
}

/// <summary>An expression that names a file or folder, not yet expanded.</summary>
/// <param name="Pattern">Of the names that are listed.</param>
/// <param name="Sets">The property whose value or condition it is; empty elsewhere.</param>
internal sealed record FileExpression(string Path, FileUse Use, string Pattern = "", bool IsDeep = false, string Sets = "");
