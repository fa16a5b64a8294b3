using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using MultiStage.Diagnostics;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

[Collection(Alone.Name)]
public class MemoryTests
{
    [Fact]
    public async Task Large_files_do_not_fill_the_memory()
    {
        using var folder = new TempFolder();
        await using (var file = File.Create(folder["big"]))
            file.SetLength(200_000_000);
        var before = GC.GetTotalAllocatedBytes();
        var writer = new LayerWriter(new ContentStore(folder["cache"]));
        await writer.WriteAsync([LayerEntry.File("big", folder["big"])], new LayerOptions { Compression = CompressionLevel.Fastest },
            TestContext.Current.CancellationToken);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 20_000_000);
    }

    [Fact]
    public async Task A_large_layer_is_streamed_into_an_archive()
    {
        using var bench = new Bench();
        await using (var file = File.Create(bench.Folder["big"]))
            file.SetLength(100_000_000);
        var layer = await new LayerWriter(bench.Store).WriteAsync(
            [LayerEntry.File("big", bench.Folder["big"])], new LayerOptions { Compression = CompressionLevel.NoCompression },
            TestContext.Current.CancellationToken);
        var before = GC.GetTotalAllocatedBytes();
        await using (var archive = File.Create(bench.Folder["out"]))
        {
            var image = ImageBuilder.Build(BaseImage.Scratch(Platform.LinuxAmd64), [(layer.Layer, new LayerHistory("x"))],
                TestImages.NoChanges);
            await ImageDestination.StreamDockerArchiveAsync(ImageSet.Of(image), archive, [], TestContext.Current.CancellationToken);
        }
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 10_000_000);
    }

    [Fact]
    public async Task A_process_that_publishes_256_MB_stays_small()
    {
        using var bench = new Bench();
        bench.Folder.Write("app/noise", TestImages.Noise(16_000_000));
        await using (var file = File.Create(bench.Folder["app/sparse"]))
            file.SetLength(240_000_000);
        using var process = ImagesHost.Start("publish", "scratch", bench.Registry.Host + "/app:1", bench.Folder["app"], bench.Folder["out"],
            bench.Folder["cache"]);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await errors);
        // The runtime itself is a third of it. Matrix tests of engines do the same with 2 GB.
        Assert.InRange(int.Parse(Regex.Match(output, @"peak (\d+) MB").Groups[1].ValueSpan, CultureInfo.InvariantCulture), 10, 200);
    }

    [Fact]
    public async Task A_manifest_of_100_MB_is_not_read()
    {
        using var bench = new Bench();
        bench.Registry.Fail("HEAD", "/manifests/1", new FakeResponse(404));
        bench.Registry.Fail("GET", "/manifests/1", new FakeResponse(200) { Endless = 100_000_000 });
        var before = GC.GetTotalAllocatedBytes();
        await Errors.ThrowsAsync(ImageDiagnostics.LimitExceeded, () => bench.ResolveAsync("base:1"));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 5_000_000);
    }
}
