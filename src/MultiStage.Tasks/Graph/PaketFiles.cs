namespace MultiStage.Graph;

/// <summary>What the restore of projects that take their packages from Paket reads. Its targets name none of it to MSBuild.</summary>
internal static class PaketFiles
{
    private static readonly string[] RootNames = ["paket.dependencies", "paket.lock", "paket.local"];

    public static bool IsUsedBy(EvaluatedProject project) => project.IsTrue("IsPaketRestoreTargetsFileLoaded");

    /// <summary>Absolute paths of files that exist.</summary>
    public static IEnumerable<string> Of(EvaluatedProject project)
    {
        if (!IsUsedBy(project))
            return [];
        var references = new[]
        {
            project.FullPath + ".paket.references",
            Path.ChangeExtension(project.FullPath, ".paket.references"),
            Path.Combine(project.Folder, "paket.references"),
        };
        return Roots(project)
            .SelectMany(root => RootNames.Select(name => Path.Combine(root, name)).Concat(Own(Path.Combine(root, ".paket"))))
            .Concat(references).Where(File.Exists);
    }

    /// <summary>Folders that Paket fills.</summary>
    public static IEnumerable<string> Filled(EvaluatedProject project) =>
        IsUsedBy(project) ? Roots(project).Select(root => Path.Combine(root, "paket-files")) : [];

    private static IEnumerable<string> Roots(EvaluatedProject project) =>
        project.Values("PaketRootPath").Select(root => Path.TrimEndingDirectorySeparator(project.Absolute(root)));

    private static IEnumerable<string> Own(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [];
}
