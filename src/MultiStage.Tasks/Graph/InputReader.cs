using Microsoft.Build.Execution;
using MultiStage.Diagnostics;

namespace MultiStage.Graph;

/// <summary>Reads which files one evaluated project is made of, as absolute paths.</summary>
internal sealed class InputReader(EvaluatedProject project, InputRule rule, string repository)
{
    // Items of these types are files by meaning: one that lies outside the repository is a mistake to report.
    private static readonly HashSet<string> FileTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        "Compile", "EmbeddedResource", "Content", "None", "AdditionalFiles", "Analyzer", "Resource", "Page", "Protobuf", "NativeReference",
    };

    // Items that may look like files and mean something else, as do all that are ours and all private ones.
    private static readonly HashSet<string> OtherTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        "ProjectReference", "PackageReference", "PackageVersion", "PackageDownload", "GlobalPackageReference", "FrameworkReference",
        "ProjectCapability", "Folder", "Using", "InternalsVisibleTo", "PropertyPageSchema", "SupportedPlatform", "KnownFrameworkReference",
    };

    /// <summary>The project file, its imports in the repository and its lock file.</summary>
    public IEnumerable<string> RestoreInputs()
    {
        yield return project.FullPath;
        foreach (var import in project.Instances.SelectMany(instance => instance.ImportPaths).Distinct(StringComparer.Ordinal))
            if (rule.IsSource(import))
                yield return InRepository(import, "the imports");
        if (LockFile() is { } lockFile)
            yield return lockFile;
    }

    /// <summary>The lock file of the project, if it is there.</summary>
    public string? LockFile() =>
        project.Values("NuGetLockFilePath").Append("packages.lock.json")
            .Append($"packages.{Path.GetFileNameWithoutExtension(project.FullPath).Replace(' ', '_')}.lock.json")
            .Select(project.Absolute).FirstOrDefault(File.Exists);

    /// <summary>
    /// Files that evaluated items and properties name, and those that these bring along; the second value tells whether it
    /// takes part in the build: a None item alone that is copied nowhere does not.
    /// </summary>
    public IReadOnlyDictionary<string, bool> Files()
    {
        var files = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var item in project.Instances.SelectMany(instance => instance.Items).Where(item => !IsOther(item.ItemType)))
        {
            if (PathOf(item) is not { } path || !rule.IsSource(path) || !File.Exists(path))
                continue;
            if (!PathQuestions.IsBelow(path, repository) && !FileTypes.Contains(item.ItemType) && item.ItemType != "Reference")
                continue;
            var isMore = item.ItemType != "None" || IsCopied(item);
            files[InRepository(path, item.ItemType)] = isMore || files.GetValueOrDefault(path);
            foreach (var follower in Followers(item, path).Where(rule.IsInput))
                files[follower] = true;
        }
        foreach (var file in PropertyFiles.Of(project, rule).SelectMany(path => NamedByFiles.Of(path, []).Append(path)).Where(rule.IsInput))
            files[file] = true;
        return files;
    }

    private static bool IsOther(string type) =>
        OtherTypes.Contains(type) || type.StartsWith('_') || type.StartsWith("Container", StringComparison.OrdinalIgnoreCase);

    private string? PathOf(ProjectItemInstance item)
    {
        var text = item.ItemType == "Reference" && item.GetMetadataValue("HintPath") is { Length: > 0 } hint ? hint : item.EvaluatedInclude;
        // Most item types hold names, versions and the like; only what can be a path is asked for on disk.
        if (text.Length == 0)
            return null;
        if (FileTypes.Contains(item.ItemType) || item.ItemType is "Reference" or "EditorConfigFiles")
            return project.Absolute(text);
        var isOther = text.AsSpan().IndexOfAny('\n', '|', '=') >= 0 || text.Contains("://", StringComparison.Ordinal);
        return !isOther && text.AsSpan().IndexOfAny('/', '\\', '.') >= 0 ? project.Absolute(text) : null;
    }

    private IEnumerable<string> Followers(ProjectItemInstance item, string path) => item.ItemType switch
    {
        "Reference" or "Analyzer" => AssemblyNeighbours.Of(path),
        "EmbeddedResource" => NamedByFiles.Of(path, []),
        "Protobuf" => NamedByFiles.Of(path, [.. ProtoRoots(item).Select(project.Absolute)]),
        _ => [],
    };

    private IEnumerable<string> ProtoRoots(ProjectItemInstance item) =>
        new[] { "ProtoRoot", "AdditionalImportDirs" }.SelectMany(name => item.GetMetadataValue(name).Split(';'))
            .Concat(project.Values("Protobuf_AdditionalImportsPath").SelectMany(value => value.Split(';')))
            .Select(folder => folder.Trim()).Where(folder => folder.Length > 0).Append(".");

    private static bool IsCopied(ProjectItemInstance item) =>
        new[] { "CopyToOutputDirectory", "CopyToPublishDirectory" }.Select(item.GetMetadataValue)
            .Any(value => value.Length > 0 && !value.Equals("Never", StringComparison.OrdinalIgnoreCase));

    private string InRepository(string path, string source) =>
        PathQuestions.IsBelow(path, repository)
            ? path
            : throw new ContainerException(ProjectDiagnostics.InputOutsideContext, path, $"{source} in '{project.FullPath}'", repository);
}
