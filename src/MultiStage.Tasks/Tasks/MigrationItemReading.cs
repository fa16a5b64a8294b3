using Microsoft.Build.Framework;
using MultiStage.Graph;
using MultiStage.Planning.Options;

namespace MultiStage.Tasks;

/// <summary><c>ContainerMigrations</c> items as values of the core.</summary>
internal static class MigrationItemReading
{
    /// <param name="items">The items.</param>
    /// <param name="projectFolder">The folder that <c>Project</c> is relative to.</param>
    public static IReadOnlyList<MigrationOption> MigrationOptions(this ITaskItem[] items, string projectFolder, HostPath contextFolder) =>
    [
        .. items.Select(item => new MigrationOption(item.ItemSpec)
        {
            Project = Project(item, projectFolder, contextFolder),
            Name = item.GetMetadata("Name"),
            ToolVersion = item.GetMetadata("ToolVersion"),
            SelfContained = item.GetMetadata("SelfContained"),
            BaseImage = item.GetMetadata("BaseImage"),
        }),
    ];

    // A project file, or the folder of one as for dotnet-ef. Whatever it is, the plan knows whether it belongs to the app.
    private static string Project(ITaskItem item, string projectFolder, HostPath contextFolder)
    {
        var text = item.GetMetadata("Project");
        if (text.Length == 0)
            return "";
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(text.Replace('\\', Path.DirectorySeparatorChar), projectFolder));
        if (Directory.Exists(path) && Directory.GetFiles(path, "*.*proj") is [var only])
            path = only;
        return PathQuestions.IsBelow(path, contextFolder) ? new RelativePaths(contextFolder).Of(path).Text : path;
    }
}
