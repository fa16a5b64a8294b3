using System.IO.Enumeration;
using Microsoft.Build.Construction;
using Microsoft.Build.Exceptions;
using MultiStage.Diagnostics;

namespace MultiStage.Graph;

/// <summary>The .NET projects that solutions, folders and project files stand for.</summary>
internal static class SolutionProjects
{
    private static readonly HashSet<string> ProjectExtensions = new(StringComparer.OrdinalIgnoreCase) { ".csproj", ".fsproj", ".vbproj" };
    private static readonly HashSet<string> SolutionExtensions = new(StringComparer.OrdinalIgnoreCase) { ".sln", ".slnx", ".slnf" };

    public static bool IsSolution(string path) => SolutionExtensions.Contains(Path.GetExtension(path));

    /// <summary>Absolute paths, sorted; projects of other kinds are left out.</summary>
    /// <param name="paths">Absolute paths of solutions, project files and folders.</param>
    public static IReadOnlyList<string> Read(IEnumerable<string> paths) =>
        [.. paths.SelectMany(One).Where(path => ProjectExtensions.Contains(Path.GetExtension(path))).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];

    private static IEnumerable<string> One(string path)
    {
        try
        {
            if (Directory.Exists(path))
                return [.. Below(path)];
            if (!File.Exists(path))
                throw Unreadable(path, "it does not exist");
            if (!IsSolution(path))
                return ProjectExtensions.Contains(Path.GetExtension(path))
                    ? [path]
                    : throw Unreadable(path, "it is neither a project nor a solution");
            return [.. SolutionFile.Parse(path).ProjectsInOrder.Where(project => project.ProjectType != SolutionProjectType.SolutionFolder)
                .Select(project => Path.GetFullPath(project.AbsolutePath))];
        }
        catch (Exception exception) when (exception is InvalidProjectFileException or IOException or UnauthorizedAccessException)
        {
            // The reader of solutions puts the exception below into its message, stack trace and all.
            throw Unreadable(path, exception.Message.Split('\n')[0].Split("   at ")[0].Trim());
        }
    }

    private static FileSystemEnumerable<string> Below(string folder) => new(folder, (ref FileSystemEntry entry) => entry.ToFullPath(),
        new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) =>
            !entry.IsDirectory && ProjectExtensions.GetAlternateLookup<ReadOnlySpan<char>>().Contains(Path.GetExtension(entry.FileName)),
        ShouldRecursePredicate = (ref FileSystemEntry entry) => !LeftBehind.IsPassedBy(entry.FileName.ToString()),
    };

    private static ContainerException Unreadable(string path, string reason) => new(ComposeDiagnostics.UnknownProjects, path, reason);
}
