using MultiStage.Publishing;

namespace MultiStage.Graph;

/// <summary>
/// Everything that a publish on this machine may read of the repository, whether or not a project names it: all files but
/// what builds and tools leave, and where git stands.
/// </summary>
/// <param name="repository">Absolute path of its root.</param>
/// <param name="written">Absolute paths of files and folders that a publish itself writes or fills: they are no inputs.</param>
internal sealed class SourceTree(string repository, IEnumerable<string> written)
{
    // Editors write into their folders all the time. Packages of npm follow the lock file.
    private static readonly string[] ToolFolders = [".git", ".idea", ".vs", "node_modules"];
    private static readonly string[] BuildFolders = ["bin", "obj"];

    private readonly List<string> intermediate = [];
    private readonly HashSet<string> written = written.Where(path => path.Length > 0).Select(Path.TrimEndingDirectorySeparator)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Absolute paths of the folders named <c>obj</c> that were passed over.</summary>
    public IReadOnlyCollection<string> IntermediateFolders => intermediate;

    public void AddTo(TreeStamp stamp)
    {
        stamp.AddFolder(repository, IsLeftOut);
        AddGit(stamp, Path.Combine(repository, ".git"));
    }

    private bool IsLeftOut(FileSystemInfo entry)
    {
        var isLeftOut = written.Contains(entry.FullName)
            || (entry is DirectoryInfo folder
                && (ToolFolders.Contains(folder.Name)
                    || (BuildFolders.Contains(folder.Name) && folder.Parent!.EnumerateFiles("*.*proj").Any())));
        if (isLeftOut && entry is DirectoryInfo { Name: "obj" })
            intermediate.Add(entry.FullName);
        return isLeftOut;
    }

    // The .NET SDK writes the commit into assemblies, and packages take versions from tags.
    private static void AddGit(TreeStamp stamp, string git)
    {
        var common = git;
        // In a worktree and a submodule, .git is a file that names the folder; gitrepository-layout(5).
        if (Pointer(git, "gitdir: ") is { } folder)
        {
            git = Path.GetFullPath(folder, Path.GetDirectoryName(git)!);
            common = Pointer(Path.Combine(git, "commondir"), "") is { } shared ? Path.GetFullPath(shared, git) : git;
        }
        stamp.AddFile(Path.Combine(git, "HEAD")).AddFile(Path.Combine(common, "config")).AddFile(Path.Combine(common, "packed-refs"))
            .AddFolder(Path.Combine(common, "refs"));
    }

    private static string? Pointer(string path, string start) =>
        File.Exists(path) && File.ReadAllText(path) is var text && text.StartsWith(start, StringComparison.Ordinal)
            ? text[start.Length..].Trim()
            : null;
}
