using MultiStage.Images;

namespace MultiStage.ImagesHost;

/// <summary>Pulls, writes layers, layouts and archives, and collects, without end: somebody kills it.</summary>
internal static class Loop
{
    public static async Task RunAsync(string baseName, string output, string cache, int seed)
    {
        var token = CancellationToken.None;
        using var client = new RegistryClient(RegistryOptions.OfThisMachine);
        Console.WriteLine("ready");
        for (var number = seed; ; number++)
        {
            var store = new ContentStore(cache);
            var layer = await new LayerWriter(store).WriteAsync(Entries(number % 5), new LayerOptions(), token);
            var image = await new ImageSource(store, client).ResolveAsync(BaseImageLocation.Parse(baseName), Platform.LinuxAmd64, token);
            var set =
                ImageSet.Of(
                    ImageBuilder.Build(image, [(layer.Layer, new LayerHistory("loop"))],
                        new ImageConfigChanges { Created = DateTimeOffset.UnixEpoch }));
            var name = WholeReference.Parse("loop:" + (number % 5).ToString(System.Globalization.CultureInfo.InvariantCulture));
            await ImageDestination.WriteLayoutAsync(set, Path.Combine(output, "layout"), [name], ImageLimits.Default, token);
            await ImageDestination.WriteOciArchiveAsync(set, Path.Combine(output, "oci.tar"), [name], token);
            // What was made is forgotten, so that everything is made again and again.
            foreach (var record in Directory.GetFiles(Path.Combine(store.Root, "layers")))
                File.Delete(record);
            store.Collect();
        }
    }

    /// <summary>The files of one of the layers; the same in every process.</summary>
    public static IEnumerable<LayerEntry> Entries(int number)
    {
        for (var i = 0; i < 4; i++)
        {
            var bytes = new byte[100_000];
#pragma warning disable CA5394 // Test data.
            new Random((number * 10) + i).NextBytes(bytes);
#pragma warning restore CA5394
            yield return LayerEntry.File($"app/{number}/{i}", bytes);
        }
    }
}
