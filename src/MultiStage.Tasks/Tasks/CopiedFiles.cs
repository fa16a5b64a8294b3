using Microsoft.Build.Framework;
using MultiStage.Diagnostics;
using MultiStage.Graph;
using MultiStage.Planning.Options;

namespace MultiStage.Tasks;

/// <summary><c>ContainerCopy</c> items that one step copies.</summary>
/// <param name="Option">All but the sources on this machine.</param>
/// <param name="Paths">Absolute paths on this machine; empty for what comes from a stage or image.</param>
internal sealed record CopiedFiles(CopyOption Option, IReadOnlyList<string> Paths)
{
    /// <summary>Reads the items; those of one place, destination and owner are one step, in the order of the first of them.</summary>
    /// <exception cref="ContainerException">MST5009: a source on this machine does not exist.</exception>
    public static IReadOnlyList<CopiedFiles> Read(ITaskItem[] items, string projectFolder) =>
    [
        .. items.GroupBy(
            item => (item.GetMetadata("Id"), item.Place(), item.GetMetadata("Destination"), item.GetMetadata("From"),
                item.GetMetadata("Owner"), item.GetMetadata("Mode")))
            // A pattern with ** keeps the folders below its fixed part, as everywhere in MSBuild; each is a step.
            .SelectMany(group => group.GroupBy(item => Destination(item, isFolder: group.Count() > 1), StringComparer.Ordinal))
            .Select(group => Read([.. group], group.Key, projectFolder)),
    ];

    /// <summary>The option with its sources as paths of the context.</summary>
    public CopyOption ToOption(HostPath contextFolder)
    {
        var relative = new RelativePaths(contextFolder);
        return Option.From.Length > 0 ? Option : Option with
        {
            Sources = Paths.Select(path => Directory.Exists(path) ? CopySource.AllOf(relative.Of(path)).Text : relative.Of(path).Text)
                .Sorted(),
        };
    }

    private static CopiedFiles Read(IReadOnlyList<ITaskItem> items, string destination, string projectFolder)
    {
        var first = items[0];
        var option = new CopyOption(first.Id(), [.. items.Select(Source)], destination, first.Place())
        {
            From = first.GetMetadata("From"),
            Owner = first.GetMetadata("Owner"),
            Mode = first.GetMetadata("Mode"),
        };
        return new CopiedFiles(option, option.From.Length > 0 ? [] : [.. items.Select(item => Existing(item, projectFolder))]);
    }

    // The new name of the one file, or the folder of several.
    private static string Destination(ITaskItem item, bool isFolder)
    {
        var destination = item.GetMetadata("Destination");
        var below = item.GetMetadata("RecursiveDir").Replace('\\', '/');
        if (destination.Length == 0)
            return below.Length == 0 ? "" : "./" + below;
        return isFolder || below.Length > 0 ? destination.TrimEnd('/') + "/" + below : destination;
    }

    private static string Source(ITaskItem item) => item.ValueOr("Source", item.ItemSpec);

    private static string Existing(ITaskItem item, string projectFolder)
    {
        var path =
            Path.TrimEndingDirectorySeparator(Path.GetFullPath(Source(item).Replace('\\', Path.DirectorySeparatorChar), projectFolder));
        return Path.Exists(path) ? path : throw new ContainerException(StageDiagnostics.MissingSource, item.Id(), path);
    }
}
