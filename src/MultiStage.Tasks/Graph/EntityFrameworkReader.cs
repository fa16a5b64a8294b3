using System.Text.Json;
using Microsoft.Build.Execution;
using NuGet.Versioning;

namespace MultiStage.Graph;

/// <summary>Reads which version of Entity Framework Core the projects use, and which of its tool the repository.</summary>
internal static class EntityFrameworkReader
{
    private const string Prefix = "Microsoft.EntityFrameworkCore";
    private const string Tool = "dotnet-ef";

    // Others with the prefix have version numbers of their own.
    private static readonly HashSet<string> OwnPackages = new(
        new[] { "", ".Abstractions", ".Analyzers", ".Cosmos", ".Design", ".InMemory", ".Proxies", ".Relational", ".Sqlite", ".Sqlite.Core",
            ".SqlServer", ".Tools" }.Select(end => Prefix + end),
        StringComparer.OrdinalIgnoreCase);

    /// <param name="published">The published project.</param>
    /// <param name="projects">It and the closure of its references.</param>
    /// <param name="files">Files that restore reads, the tool manifests among them; the nearest is meant.</param>
    public static EntityFrameworkModel Read(EvaluatedProject published, IReadOnlyList<EvaluatedProject> projects, IEnumerable<string> files)
    {
        var own = projects.SelectMany(References).Where(reference => OwnPackages.Contains(reference.Id))
            .Select(reference => reference.Version);
        // A provider follows the numbers of the framework up to the first; that version of the others is always there.
        var providers = projects.SelectMany(References)
            .Where(reference => reference.Id.Contains("EntityFrameworkCore", StringComparison.OrdinalIgnoreCase))
            .Select(reference => reference.Version is { } version ? new NuGetVersion(version.Major, 0, 0) : null);
        var version = own.Max() ?? providers.Max();
        return new EntityFrameworkModel
        {
            Version = version?.ToNormalizedString() ?? "",
            ToolVersion = files.Where(file => Path.GetFileName(file) == "dotnet-tools.json" && IsAbove(file, published.Folder))
                .OrderByDescending(file => file.Length).Select(ToolVersion).FirstOrDefault(found => found.Length > 0) ?? "",
            HasDesign = References(published)
                .Any(reference =>
                    reference.Id.Equals(Prefix + ".Design", StringComparison.OrdinalIgnoreCase)
                        || reference.Id.Equals(Prefix + ".Tools", StringComparison.OrdinalIgnoreCase)),
        };
    }

    private static bool IsAbove(string manifest, string folder)
    {
        var of = Path.GetDirectoryName(manifest)!;
        return PathQuestions.IsSameOrBelow(folder, Path.GetFileName(of) == ".config" ? Path.GetDirectoryName(of)! : of);
    }

    private static IEnumerable<(string Id, NuGetVersion? Version)> References(EvaluatedProject project) =>
        from instance in project.Instances
        from item in instance.GetItems("PackageReference")
        select (item.EvaluatedInclude, Lowest(Version(instance, item)));

    private static string Version(ProjectInstance instance, ProjectItemInstance item)
    {
        foreach (var metadata in new[] { "VersionOverride", "Version" })
            if (item.GetMetadataValue(metadata) is { Length: > 0 } version)
                return version;
        return instance.GetItems("PackageVersion")
            .LastOrDefault(
                central =>
                    central.EvaluatedInclude.Equals(item.EvaluatedInclude, StringComparison.OrdinalIgnoreCase))?.GetMetadataValue("Version")
                    ?? "";
    }

    // The lowest version is the one that restore takes, and for 10.* it is 10.0.0.
    private static NuGetVersion? Lowest(string text) => VersionRange.TryParse(text, out var range) ? range.MinVersion : null;

    private static string ToolVersion(string manifest)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(manifest),
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return json.RootElement.TryGetProperty("tools", out var tools) && tools.ValueKind == JsonValueKind.Object
                && tools.TryGetProperty(Tool, out var tool) && tool.ValueKind == JsonValueKind.Object
                && tool.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.String ? version.GetString()! : "";
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            // dotnet itself reports a broken manifest to those who use it.
            return "";
        }
    }
}
