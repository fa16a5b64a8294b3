using MultiStage.Diagnostics;

namespace MultiStage.Tasks;

/// <summary>Where a compose file goes.</summary>
internal static class ComposePlace
{
    // In the order in which docker compose looks for them; it reads the first.
    private static readonly string[] FoundByName = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

    /// <param name="given"><c>ContainerComposeFile</c>, or empty.</param>
    /// <param name="source">Absolute path of the solution, folder or project.</param>
    /// <param name="ofProjects">What the projects say, absolute; counts when all say the same.</param>
    public static string Find(string given, string source, IReadOnlyList<string> ofProjects)
    {
        var path = given.Length > 0 ? given
            : ofProjects.Distinct(StringComparer.Ordinal).Count() == 1 && ofProjects[0].Length > 0 ? ofProjects[0] : FoundByName[0];
        var folder = Directory.Exists(source) ? source : Path.GetDirectoryName(source)!;
        return Path.GetFullPath(path.Replace('\\', Path.DirectorySeparatorChar), folder);
    }

    /// <summary>Refuses a file that would push aside one that docker compose has read until now.</summary>
    public static void RequireAlone(string path)
    {
        if (File.Exists(path) || Path.GetFileName(path) != FoundByName[0])
            return;
        var other = FoundByName.Skip(1).Select(name => Path.Combine(Path.GetDirectoryName(path)!, name)).FirstOrDefault(File.Exists);
        if (other is not null)
            throw new ContainerException(ComposeDiagnostics.OtherFile, other, path);
    }
}
