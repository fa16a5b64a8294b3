using Microsoft.Build.Evaluation;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using MultiStage.Engines.Contract;

namespace MultiStage.Tasks;

/// <summary>The items that a publish on this machine left, as values of the core.</summary>
internal static class HostPublishReading
{
    /// <param name="publishes">As <see cref="PrepareHostPublish"/> returns them.</param>
    /// <param name="files">Published files; metadata <c>HostPublish</c> names the item of the first list.</param>
    public static IReadOnlyList<HostPublish> Read(ITaskItem[] publishes, ITaskItem[] files)
    {
        var byPublish = files.ToLookup(file => file.GetMetadata("HostPublish"), StringComparer.Ordinal);
        return [.. publishes.Select(publish =>
            new HostPublish(publish.GetMetadata("Platform"), HostPath.Of(publish.GetMetadata("PublishFolder")))
        {
            RootFolder = HostPath.OrNone(publish.GetMetadata("RootFolder")),
            Inputs = publish.GetMetadata("Inputs"),
            Origins = byPublish[publish.ItemSpec].GroupBy(Path, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => Origin(group.Last()), StringComparer.Ordinal),
        })];
    }

    /// <summary>The item for a file of an earlier publish, as <see cref="Read"/> takes it.</summary>
    public static ITaskItem Item(string publish, string path, PublishedOrigin origin) => new TaskItem(path, new Dictionary<string, string>
    {
        ["HostPublish"] = publish,
        ["RelativePath"] = ProjectCollection.Escape(path),
        ["ContainerLayer"] = origin.Layer,
        ["NuGetPackageId"] = origin.Package,
    });

    public static string Path(ITaskItem file) => file.GetMetadata("RelativePath").Replace('\\', '/');

    private static PublishedOrigin Origin(ITaskItem file) =>
        new(FileOrigin.LayerOf(file.GetMetadata),
            file.GetMetadata("NuGetPackageId") is { Length: > 0 } id ? id : file.GetMetadata("PackageName"));
}
