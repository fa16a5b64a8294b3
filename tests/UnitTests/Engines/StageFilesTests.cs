using MultiStage.Engines.Contract;
using MultiStage.Engines.Embedded;
using MultiStage.Planning.Layouts;
using MultiStage.Publishing;
using MultiStage.UnitTests.Images;

namespace MultiStage.UnitTests.Engines;

/// <summary>Which published files the embedded engine puts into which layer.</summary>
public sealed class StageFilesTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public void Files_are_sorted_into_the_layers_that_the_image_has() =>
        Assert.Equal(
            ["packages: app/lib.dll", "packages: app/wwwroot/_content/lib/x.js", "app: app/app.dll", "app: app/wwwroot/index.html"],
            Layers(AppLayers.Packages, AppLayers.App));

    // A program of one file has no layer of packages, and their native libraries lie beside it.
    [Fact]
    public void Files_of_a_layer_that_the_image_does_not_have_stay_with_the_app() =>
        Assert.Equal(["app: app/app.dll", "app: app/lib.dll", "app: app/wwwroot/_content/lib/x.js", "app: app/wwwroot/index.html"],
            Layers(AppLayers.App));

    [Fact]
    public void Symbols_are_in_no_image_that_does_not_ask_for_them() =>
        Assert.Equal(["symbols: app/app.pdb"],
            Layers(AppLayers.Packages, AppLayers.App, AppLayers.Symbols).Where(line => line.EndsWith(".pdb", StringComparison.Ordinal)));

    [Fact]
    public void A_site_gets_its_folder_alone_whoever_the_files_come_from()
    {
        var copy = SingleLayout.Instance.Published(AppLayers.App, InImage("/app/wwwroot/"), "wwwroot/") with { HasContentTimes = true };
        var layer = Assert.Single(Files().Layers([new FileStep("final", copy, null)]));
        Assert.Equal(["/app/wwwroot/_content/lib/x.js", "/app/wwwroot/index.html"], layer.Entries.Select(entry => entry.Path));
        Assert.Equal(layer.Entries.Select(entry => (DateTimeOffset?)ContentTime.Of(entry.SourcePath!)),
            layer.Entries.Select(entry => entry.Time));
    }

    public void Dispose() => folder.Dispose();

    private IEnumerable<string> Layers(params string[] layers) =>
        Files().Layers([.. layers.Select(layer => new FileStep("final", SingleLayout.Instance.Published(layer, InImage("/app/")), null))])
            .SelectMany(layer => layer.Entries.Select(entry => $"{layer.Name}: {entry.Path.TrimStart('/')}"));

    private StageFiles Files()
    {
        foreach (var file in new[] { "app.dll", "app.pdb", "lib.dll", "wwwroot/index.html", "wwwroot/_content/lib/x.js" })
            folder.Write(file, file);
        return new StageFiles(OnHost(folder.Path), new HostPublish("linux/amd64", OnHost(folder.Path))
        {
            Origins = new Dictionary<string, PublishedOrigin>
            {
                ["lib.dll"] = new(AppLayers.Packages, "Lib"),
                ["wwwroot/_content/lib/x.js"] = new(AppLayers.Packages, "Lib"),
                ["app.pdb"] = new(AppLayers.Symbols, ""),
            },
        }, user => user.Name);
    }
}
