using System.IO.Enumeration;

namespace MultiStage.Graph;

/// <summary>Finds projects below a folder that do not belong to the graph, such as tests beside or below the app.</summary>
internal static class ForeignProjects
{
    /// <summary>Folders, absolute, that hold a project file and none of the graph.</summary>
    public static IEnumerable<string> Below(string folder, IReadOnlySet<string> graphFolders)
    {
        var files = new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToFullPath(),
            new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true,
                AttributesToSkip = FileAttributes.ReparsePoint })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                !entry.IsDirectory && entry.FileName.EndsWith("proj", StringComparison.Ordinal)
                    && Path.GetExtension(entry.FileName).Length > 4,
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                !LeftBehind.IsPassedBy(entry.FileName.ToString()),
        };
        return files.Select(file => Path.GetDirectoryName(file)!).Where(found => found != folder && !graphFolders.Contains(found))
            .Distinct(StringComparer.Ordinal);
    }
}
