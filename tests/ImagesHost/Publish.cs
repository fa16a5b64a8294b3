using System.Diagnostics;
using System.Globalization;
using MultiStage.Images;
using ImageSettings = MultiStage.Model.ImageSettings;

namespace MultiStage.ImagesHost;

/// <summary>Puts a folder on a base and writes the image everywhere; prints a line per step, and at last the memory that it took.</summary>
internal static class Publish
{
    public static async Task RunAsync(string baseName, string target, string folder, string output, string cache)
    {
        var watch = Stopwatch.StartNew();
        var token = CancellationToken.None;
        var options = RegistryOptions.OfThisMachine;
        if (Environment.GetEnvironmentVariable("IMAGES_HOST_LOG") is not null)
            options = options with { Log = Console.Error.WriteLine };
        using var client = new RegistryClient(options);
        var store = new ContentStore(cache);

        var image = await new ImageSource(store, client).ResolveAsync(BaseImageLocation.Parse(baseName), Platform.LinuxAmd64, token);
        Step("resolve", $"{image.Layers.Count} layers");

        var entries = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => LayerEntry.File("app/" + Path.GetRelativePath(folder, file).Replace('\\', '/'), file));
        var layer = await new LayerWriter(store).WriteAsync(entries, new LayerOptions { Format = image.Format }, token);
        Step("layer", $"{layer.Layer.Blob.Descriptor.Digest} {layer.Layer.Blob.Descriptor.Size} from cache: {layer.FromCache}");

        var built = ImageBuilder.Build(image, [(layer.Layer, new LayerHistory("images-host"))], new ImageConfigChanges
        {
            Created = DateTimeOffset.UnixEpoch,
            Settings = new ImageSettings
                { Entrypoint = ["/app/run"], WorkingDirectory = MultiStage.Model.ImagePath.Of("/app"), Labels = [new("checked", "yes")] },
        });
        var set = ImageSet.Of(built);
        var reference = WholeReference.Parse(target);
        var push = await ImageDestination.PushAsync(client, set, reference, [reference.Tag!], token);
        Step("push",
            $"{push.Digest} {string.Join(' ', push.Blobs.Values.GroupBy(outcome => outcome).OrderBy(group => group.Key).Select(group => $"{group.Key}:{group.Count()}"))}");

        Directory.CreateDirectory(output);
        await ImageDestination.WriteLayoutAsync(set, Path.Combine(output, "layout"), [reference], ImageLimits.Default, token);
        await ImageDestination.WriteOciArchiveAsync(set, Path.Combine(output, "oci.tar"), [reference], token);
        await ImageDestination.WriteDockerArchiveAsync(set, Path.Combine(output, "docker.tar"), [reference], token);
        Step("files", "");
        store.Collect();
        using var process = Process.GetCurrentProcess();
        Step("peak", $"{process.PeakWorkingSet64 / 1_000_000} MB");

        void Step(string name, string text)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {text} ({watch.ElapsedMilliseconds} ms)"));
            watch.Restart();
        }
    }
}
