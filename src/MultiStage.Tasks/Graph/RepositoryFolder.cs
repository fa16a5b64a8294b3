namespace MultiStage.Graph;

/// <summary>How far up the tree inputs are looked for.</summary>
internal static class RepositoryFolder
{
    private static readonly string[] Marks = ["global.json", "nuget.config", "NuGet.config", "NuGet.Config"];
    private static readonly string[] SolutionPatterns = ["*.sln", "*.slnx"];

    /// <summary>
    /// The repository's root: the nearest folder with .git. Without one (an exported archive, another version control),
    /// the outermost folder with a solution, global.json or nuget.config; the project's own folder in the end.
    /// The home folder and the file system's root are never meant.
    /// </summary>
    public static string Find(string projectFolder)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var outermost = projectFolder;
        for (var folder = new DirectoryInfo(projectFolder); folder is { Parent: not null }; folder = folder.Parent)
        {
            if (Path.Exists(Path.Combine(folder.FullName, ".git")))
                return folder.FullName;
            if (folder.FullName != home && HasMark(folder))
                outermost = folder.FullName;
        }
        return outermost;
    }

    private static bool HasMark(DirectoryInfo folder)
    {
        try
        {
            return Marks.Any(mark => File.Exists(Path.Combine(folder.FullName, mark)))
                || SolutionPatterns.Any(pattern => folder.EnumerateFiles(pattern).Any());
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }
}
