namespace MultiStage.Graph;

/// <summary>Folders that the builder has of its own: the SDK, MSBuild's extensions and the unpacked packages.</summary>
internal sealed class ToolFolders
{
    private static readonly string[] Properties =
        ["NetCoreRoot", "DOTNET_ROOT", "MSBuildToolsPath", "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBuildUserExtensionsPath",
            "NuGetPackageRoot", "NetCoreTargetingPackRoot"];

    private readonly IReadOnlyList<string> folders;

    public ToolFolders(IReadOnlyList<EvaluatedProject> projects)
    {
        var instances = projects.SelectMany(project => project.Instances);
        // Known before a restore, unlike the properties that it leaves.
        var unpacked = PackageFolders.Of(projects.Select(project => project.Folder))
            .Concat(projects.SelectMany(project => project.Values("RestorePackagesPath").Select(project.Absolute)))
            .Concat(projects.SelectMany(PaketFiles.Filled));
        var fromProperties = instances.SelectMany(instance => Properties.Select(instance.GetPropertyValue)
            .Concat(instance.GetPropertyValue("NuGetPackageFolders").Split(';')));
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        // This package may itself have been unpacked elsewhere, for example by an SDK resolver.
        var own = Path.GetDirectoryName(typeof(ToolFolders).Assembly.Location);
        folders =
        [
            .. fromProperties.Concat(unpacked).Append(packages).Append(own is null ? "" : Path.Combine(own, "..", ".."))
                .Where(folder => folder.Length > 1 && Path.IsPathRooted(folder))
                .Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    public bool Contains(string path) => folders.Any(folder => PathQuestions.IsBelow(path, folder));

    /// <summary>Those below a folder.</summary>
    public IEnumerable<string> Below(string path) => folders.Where(folder => PathQuestions.IsBelow(folder, path));
}

/// <summary>Questions about absolute paths of the host.</summary>
internal static class PathQuestions
{
    private static readonly StringComparison Comparison =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    public static bool IsBelow(string path, string folder) =>
        path.Length > folder.Length && path.StartsWith(folder, Comparison)
        && (Path.EndsInDirectorySeparator(folder) || path[folder.Length] == Path.DirectorySeparatorChar);

    public static bool IsSameOrBelow(string path, string folder) => path.Equals(folder, Comparison) || IsBelow(path, folder);

    /// <summary>The nearest folder that contains all paths (or is one of them).</summary>
    public static string CommonFolder(IEnumerable<string> folders) => folders.Aggregate((common, folder) =>
    {
        var candidate = common;
        while (!IsSameOrBelow(folder, candidate))
            candidate = Path.GetDirectoryName(candidate) ?? Path.GetPathRoot(folder)!;
        return candidate;
    });
}
