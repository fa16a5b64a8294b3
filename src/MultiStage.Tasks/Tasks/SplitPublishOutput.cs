using Microsoft.Build.Framework;
using MultiStage.Publishing;

namespace MultiStage.Tasks;

/// <summary>
/// Runs in the builder after publish: gives the published files the permissions that they have in the image, and moves
/// them by origin into one folder a layer. What has no layer of its own stays where it was published.
/// </summary>
public sealed class SplitPublishOutput : ContainerTask
{
    /// <summary>The published files; metadata RelativePath (required) and those that tell the origin.</summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>The folder that was published to: the folder of the layer <c>app</c>.</summary>
    [Required]
    public string PublishFolder { get; set; } = "";

    /// <summary>Layers of the plan, separated by '+'.</summary>
    [Required]
    public string Layers { get; set; } = "";

    private protected override void Run()
    {
        var layers = Layers.Split('+', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var app = Path.TrimEndingDirectorySeparator(Path.GetFullPath(PublishFolder));
        var parent = Path.GetDirectoryName(app)!;
        foreach (var layer in layers.Append(AppLayers.Symbols))
            Directory.CreateDirectory(Path.Combine(parent, layer));
        Normalize(app);
        foreach (var file in Files)
        {
            var layer = FileOrigin.LayerOf(file.GetMetadata);
            var path = file.GetMetadata("RelativePath").Replace('\\', '/');
            var source = Path.Combine(app, path);
            if (layer == AppLayers.App || path.Length == 0 || !(layer == AppLayers.Symbols || layers.Contains(layer))
                || !File.Exists(source))
                continue;
            var destination = Path.Combine(parent, layer, path);
            Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
            File.Move(source, destination, overwrite: true);
            PublishedFolder.DeleteEmpty(Path.GetDirectoryName(source)!, app);
        }
    }

    private static void Normalize(string folder)
    {
        foreach (var file in PublishedFolder.Read(folder).Where(file => file.LinkTarget is null))
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file.Source, file.Mode);
            if (!file.IsFolder && AssetTimes.Fixed(file.Source) is { } content)
                File.WriteAllText(file.Source, content);
        }
    }
}
