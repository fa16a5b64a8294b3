using MultiStage.Engines.Contract;
using MultiStage.Images;
using MultiStage.Publishing;

namespace MultiStage.Engines.Embedded;

/// <summary>One layer to write: where it comes from, for the history, and its entries.</summary>
internal sealed record AppLayer(string Name, IReadOnlyList<LayerEntry> Entries)
{
    // Engines pull layers side by side, and a push repeats a whole layer for one changed file.
    private const long LargeLayer = 100_000_000;
    private const int MostParts = 8;

    /// <summary>The layers that one <see cref="CopyStep"/> brings; more than one when the files are many.</summary>
    public static IEnumerable<AppLayer> Of(string name, ImagePath destination, IReadOnlyList<PublishedFile> files,
        IReadOnlyDictionary<string, PublishedOrigin> origins)
    {
        var parts = name == AppLayers.Packages
            ? (int)Math.Min(MostParts, 1 + files.Where(IsContent).Sum(file => new FileInfo(file.Source).Length) / LargeLayer)
            : 1;
        // A package keeps its part whatever the others do, so a new version of it changes one part.
        foreach (var part in files.GroupBy(file => parts == 1 ? 0 : Part(origins.GetValueOrDefault(file.Path)?.Package ?? "", parts))
            .OrderBy(part => part.Key))
            yield return new AppLayer(parts == 1 ? name : $"{name}-{part.Key + 1}", [.. part.Select(file => Entry(destination, file))]);
    }

    /// <summary>The same layer, with times that tell the content of each file.</summary>
    public AppLayer WithContentTimes() => this with
    {
        Entries = [
            .. Entries.Select(
                entry => entry is { Kind: LayerEntryKind.File, SourcePath: { } path }
                    ? entry with { Time = ContentTime.Of(path) }
                    : entry)],
    };

    private static bool IsContent(PublishedFile file) => !file.IsFolder && file.LinkTarget is null;

    private static LayerEntry Entry(ImagePath destination, PublishedFile file)
    {
        var path = destination.Text + file.Path;
        if (file.LinkTarget is not null)
            return LayerEntry.SymbolicLink(path, file.LinkTarget);
        if (file.IsFolder)
            return LayerEntry.Directory(path, file.Mode);
        return AssetTimes.Fixed(file.Source) is { } content
            ? LayerEntry.File(path, System.Text.Encoding.UTF8.GetBytes(content), file.Mode)
            : LayerEntry.File(path, file.Source, file.Mode);
    }

    // FNV-1a: the same on every machine and in every process, which string.GetHashCode is not.
    private static int Part(string package, int parts)
    {
        var hash = 2166136261u;
        foreach (var character in package.ToUpperInvariant())
            hash = (hash ^ character) * 16777619;
        return (int)(hash % (uint)parts);
    }
}
