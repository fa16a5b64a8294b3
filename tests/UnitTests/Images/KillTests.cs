using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

/// <summary>Processes that share one cache and one layout, and are killed at random moments.</summary>
[Collection(Alone.Name)]
public class KillTests
{
    private const int Rounds = 7;
    private const int AtOnce = 8;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Eight_processes_killed_at_fifty_moments_leave_nothing_wrong()
    {
        using var bench = new Bench();
        var baseLayer = TestImages.Noise(400_000, seed: 5);
        bench.Registry.AddImage("base", "1", layers: baseLayer);
        var expected = await DigestsAsync(bench.Store);

#pragma warning disable CA5394 // The moments need no secrecy.
        var random = new Random(42);
        for (var round = 0; round < Rounds; round++)
        {
            var moments = Enumerable.Range(0, AtOnce).Select(_ => random.Next(0, 900)).ToList();
            await Task.WhenAll(moments.Select((moment, i) => RunAndKillAsync(bench, (round * AtOnce) + i, moment)));
            CheckCache(bench.Folder["shared/v1"]);
        }
#pragma warning restore CA5394

        // The next build, in the cache that they left.
        var store = new ContentStore(bench.Folder["shared"]);
        Assert.Equal(expected, await DigestsAsync(store));
        var again = await new ImageSource(store, bench.Client).ResolveAsync(new BaseImageLocation.Registry(bench.Reference("base:1")),
            Platform.LinuxAmd64, Token);
        Assert.Equal(baseLayer, await again.Layers[0].Blob.ReadAllAsync());
        await CheckOutputAsync(bench);

        // Their litter goes when it is old enough.
        foreach (var file in Directory.GetFiles(bench.Folder["shared/v1/tmp"]))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-2));
        store.Collect();
        Assert.Empty(Directory.GetFiles(bench.Folder["shared/v1/tmp"]));
    }

    private static async Task RunAndKillAsync(Bench bench, int seed, int moment)
    {
        using var process = ImagesHost.Start("loop", bench.Registry.Host + "/base:1", bench.Folder["out"], bench.Folder["shared"],
            seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var errors = process.StandardError.ReadToEndAsync(Token);
        try
        {
            Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Token));
            await Task.Delay(moment, Token);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(Token);
        }
        Assert.Equal("", await errors);
    }

    private static void CheckCache(string root)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(root, "blobs", "sha256")))
            Assert.Equal(Path.GetFileName(file), Digest.Of(File.ReadAllBytes(file)).Hex);
        foreach (var file in Directory.GetFiles(Path.Combine(root, "layers")))
            Assert.NotNull(StrictJson.TryParseObject(File.ReadAllBytes(file)));
    }

    private static async Task CheckOutputAsync(Bench bench)
    {
        // Writers that were killed side by side: the last one's names are there, and each leads to a whole image.
        if (File.Exists(bench.Folder["out/layout/index.json"]))
        {
            foreach (var entry in ManifestReader.ReadIndex(await File.ReadAllBytesAsync(bench.Folder["out/layout/index.json"], Token),
                ImageLimits.Default, "x"))
                await CheckImageAsync(bench, new BaseImageLocation.Layout(bench.Folder["out/layout"], entry.Digest.ToString()));
        }
        if (File.Exists(bench.Folder["out/oci.tar"]))
            await CheckImageAsync(bench, new BaseImageLocation.Archive(bench.Folder["out/oci.tar"]));
    }

    private static async Task CheckImageAsync(Bench bench, BaseImageLocation location)
    {
        var image = await bench.Source.ResolveAsync(location, Platform.LinuxAmd64, Token);
        foreach (var layer in image.Layers)
            await layer.Blob.ReadAllAsync();
    }

    private static async Task<List<Digest>> DigestsAsync(ContentStore store)
    {
        var digests = new List<Digest>();
        for (var number = 0; number < 5; number++)
        {
            var layer = (await new LayerWriter(store).WriteAsync(ImagesHostEntries(number), new LayerOptions(), Token)).Layer;
            await layer.Blob.ReadAllAsync();
            digests.Add(layer.Blob.Descriptor.Digest);
        }
        return digests;
    }

    // The same as in tests/ImagesHost/Loop.cs.
    private static IEnumerable<LayerEntry> ImagesHostEntries(int number) =>
        Enumerable.Range(0, 4).Select(i => LayerEntry.File($"app/{number}/{i}", TestImages.Noise(100_000, (number * 10) + i)));
}
