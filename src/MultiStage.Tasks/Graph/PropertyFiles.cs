using System.Buffers;
namespace MultiStage.Graph;

/// <summary>Files that properties name: keys, icons, manifests, rule sets, and whatever a project has a property of its own for.</summary>
internal static class PropertyFiles
{
    // What no path of a project file has.
    private static readonly SearchValues<char> NoPath = SearchValues.Create("\n$<>|\"=");

    // What a build writes, what only a package needs, and what differs by how a build was called.
    private static readonly HashSet<string> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        "DocumentationFile", "DocFileItem", "PublishDocumentationFile", "ErrorLog", "MSBuildAllProjects", "SolutionPath",
        "SolutionFileName", "SolutionDir",
        "PackageReadmeFile", "PackageIcon", "PackageLicenseFile", "NuspecFile", "MSBuildLastModifiedProject",
    };

    /// <summary>Absolute paths of files that exist and may be inputs.</summary>
    public static IEnumerable<string> Of(EvaluatedProject project, InputRule rule)
    {
        var beside =
            new Lazy<HashSet<string>>(
                () => Directory.EnumerateFiles(project.Folder).Select(file => Path.GetFileName(file))
                    .ToHashSet(StringComparer.OrdinalIgnoreCase));
        return project.Instances.SelectMany(instance => instance.Properties)
            .Where(property => !Others.Contains(property.Name) && !property.Name.StartsWithAny("MSBuild", "Container", "_MultiStage"))
            .SelectMany(
                property => property.EvaluatedValue.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Distinct(StringComparer.Ordinal).Where(value => IsPath(value) && (HasFolder(value) || beside.Value.Contains(value)))
            .Select(project.Absolute).Where(path => rule.IsInput(path) && File.Exists(path));
    }

    private static bool IsPath(string value) =>
        value.Length is > 2 and < 1000 && value.AsSpan().IndexOfAny(NoPath) < 0
            && (HasFolder(value) || value.Contains('.', StringComparison.Ordinal));

    private static bool HasFolder(string value) => value.AsSpan().IndexOfAny('/', '\\') >= 0;
}
