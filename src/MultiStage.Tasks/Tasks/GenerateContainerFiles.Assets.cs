using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using MultiStage.Diagnostics;
using MultiStage.Graph;
using MultiStage.Planning.Options;

namespace MultiStage.Tasks;

/// <content>Front ends that a Node image builds. Errors: MST5501 to MST5510.</content>
public sealed partial class GenerateContainerFiles
{
    /// <summary>
    /// <c>ContainerAssets</c> items; metadata <c>Command</c>, <c>OutputFolder</c>, <c>Destination</c>, <c>PackageManager</c>,
    /// <c>InstallCommand</c>, <c>SourceMaps</c>, <c>Stage</c>.
    /// </summary>
    public ITaskItem[] Assets { get; set; } = [];

    /// <summary><c>ContainerNodeImage</c>.</summary>
    public string NodeImage { get; set; } = "";

    /// <summary><c>ContainerDockerHubRegistry</c>.</summary>
    public string HubRegistry { get; set; } = "";

    private AssetOptions AssetItems(IReadOnlyList<AssetFolders> given, EvaluatedSolution solution)
    {
        var found =
            solution.Model.FrontEnds.Select(
                project => (Project: project, Folder: (solution.ContextFolder / project.Path.Folder).Text))
            .Where(project => !given.Any(asset => asset.Path.Text == project.Folder))
            .Select(project => ProjectItem(project.Project, project.Folder));
        if (given.Count == 0 && solution.Model.Publish.HasSpaTarget)
            found = found.Append(TargetItem(solution));
        return new AssetOptions
        {
            Items = [.. given.Concat(AssetFolders.Of([.. found], ProjectFolder)).Select(asset => asset.ToOption(solution.ContextFolder))],
            NodeImage = NodeImage,
        };
    }

    // The target does nothing in the builder; what it would have done is read from it.
    private TaskItem TargetItem(EvaluatedSolution solution)
    {
        if (solution.Spa is not { } spa)
            throw new ContainerException(AssetDiagnostics.FrontEndWithoutAssets, solution.Model.Project,
                $"has a target {SpaTarget.Name} that is not as the templates write it", "ClientApp");
        var item = new TaskItem(Path.GetRelativePath(ProjectFolder, spa.Folder).Replace('\\', '/'));
        item.SetMetadata("Command", spa.Command);
        item.SetMetadata("OutputFolder", spa.OutputFolder);
        item.SetMetadata("Destination", spa.Destination);
        return item;
    }

    // A JavaScript project says itself how it is built, unless it leaves that to Visual Studio.
    private TaskItem ProjectItem(FrontEndModel project, string folder)
    {
        var include = Path.GetRelativePath(ProjectFolder, folder).Replace('\\', '/');
        if (project.OutputFolder.Length == 0)
            throw new ContainerException(AssetDiagnostics.FrontEndWithoutAssets, project.Path,
                "is a JavaScript project without BuildOutputFolder", include);
        var item = new TaskItem(include);
        item.SetMetadata("Command", project.BuildCommand);
        item.SetMetadata("OutputFolder", project.OutputFolder);
        return item;
    }
}
