using System.Text.RegularExpressions;

namespace MultiStage.Graph;

/// <summary>What the restore of projects that take their packages from Paket reads. Its targets name none of it to MSBuild.</summary>
internal static partial class PaketFiles
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
            .Concat(references).Concat(Roots(project).SelectMany(Packages)).Where(File.Exists);
    }

    /// <summary>Folders that Paket fills.</summary>
    public static IEnumerable<string> Filled(EvaluatedProject project) =>
        IsUsedBy(project) ? Roots(project).Select(root => Path.Combine(root, "paket-files")) : [];

    // A line "source FOLDER" is a feed, relative to the file; quotes, a version and a password may stand there, too.
    private static IEnumerable<string> Packages(string root)
    {
        var file = Path.Combine(root, RootNames[0]);
        return !File.Exists(file) ? [] : File.ReadLines(file).Select(line => Source().Match(line)).Where(match => match.Success)
            .Select(match => match.Groups["place"].Value).Where(place => !place.Contains("://", StringComparison.Ordinal))
            .Select(place => Path.GetFullPath(Path.Combine(root, place.Replace('\\', '/')))).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.nupkg", SearchOption.AllDirectories));
    }

    [GeneratedRegex("""^\s*source\s+("(?<place>[^"]+)"|(?<place>\S+))""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Source();

    private static IEnumerable<string> Roots(EvaluatedProject project) =>
        project.Values("PaketRootPath").Select(root => Path.TrimEndingDirectorySeparator(project.Absolute(root)));

    private static IEnumerable<string> Own(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [];
}
