using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MultiStage.PackageTests;

/// <summary>The tables of docs/reference and the targets name the same things.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string[] Prefixes = ["Container", "MultiStage", "UsingMultiStage", "GenerateDockerfile", "GenerateCo",
        "Generated", "PublishContainer", "PublishImage"];

    private static IReadOnlyList<string> Sources { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src", "MultiStage.Sdk"), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".targets" or ".props" && !file.Contains("/obj/", StringComparison.Ordinal)),
    ];

    /// <summary>Public names that the targets define or read.</summary>
    private static SortedSet<string> PublicNames()
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var document in Sources.Select(file => XDocument.Load(file)))
        {
            names.UnionWith(
                document.Descendants("PropertyGroup").Concat(document.Descendants("ItemGroup")).Elements()
                    .Select(element => element.Name.LocalName));
            names.UnionWith(
                document.Descendants("Output")
                    .SelectMany(element => new[] { "PropertyName", "ItemName" }.Select(name => element.Attribute(name)?.Value ?? "")));
            names.UnionWith(document.Descendants("Target").Select(element => element.Attribute("Name")!.Value));
            var texts = document.Descendants().Attributes().Select(attribute => attribute.Value)
                .Concat(document.DescendantNodes().OfType<XText>().Select(text => text.Value));
            names.UnionWith(texts.SelectMany(text => Reference().Matches(text)).Select(match => match.Groups[1].Value));
        }
        names.RemoveWhere(name => !Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
        return names;
    }

    /// <summary>Names in the first column of the tables, with the whole row.</summary>
    private static IReadOnlyList<(string Name, string Row)> Rows() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Checkout.Root, "docs", "reference"), "*.md")
            .Where(file => Path.GetFileName(file) != "environment.md").SelectMany(File.ReadLines)
            .Select(line => (Match: Row().Match(line), Line: line)).Where(row => row.Match.Success)
            .Select(row => (row.Match.Groups[1].Value, row.Line)),
    ];

    [Fact]
    public void Every_public_name_has_a_row()
    {
        var documented = Rows().Select(row => row.Name).ToHashSet();
        Assert.DoesNotContain(PublicNames(), name => !documented.Contains(name));
    }

    [Fact]
    public async Task Every_row_is_about_something_that_exists()
    {
        // Items that only evaluation reads stand in no target.
        var evaluation = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src", "MultiStage.Tasks", "Graph"), "*.cs");
        var ours = string.Concat(Sources.Concat(evaluation).Select(File.ReadAllText));
        // Names of the .NET SDK that pass through its own targets stand there.
        using var workspace = new Workspace();
        workspace.Write("a.proj",
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        var folder =
            (await workspace.DotNetAsync("", ["msbuild", "a.proj", "-getProperty:MSBuildExtensionsPath"])).Succeeded().Output.Trim();
        var inBox = string.Concat(Directory.EnumerateFiles(Path.Combine(folder, "Containers", "build")).Select(File.ReadAllText));

        Assert.NotEmpty(Rows());
        foreach (var (name, row) in Rows())
        {
            var word = new Regex($@"\b{Regex.Escape(name)}\b");
            Assert.True(word.IsMatch(ours) || (row.Contains("in-box", StringComparison.Ordinal) && word.IsMatch(inBox)),
                $"{name} is documented and does not exist.");
        }
    }

    [GeneratedRegex(@"[$@]\((\w+)[).\->,]")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^\| `(\w+)`")]
    private static partial Regex Row();
}
