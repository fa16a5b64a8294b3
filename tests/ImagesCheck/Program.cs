using System.Diagnostics;
using System.Globalization;
using MultiStage.Images;

// images-check BASE TARGET FOLDER OUT CACHE: puts FOLDER on BASE and writes it everywhere; prints one line per step.
var (baseName, target, folder, output, cache) = (args[0], args[1], args[2], args[3], args[4]);
var token = CancellationToken.None;
var options = new RegistryOptions { Environment = Environment.GetEnvironmentVariable };
if (Environment.GetEnvironmentVariable("IMAGES_CHECK_LOG") is not null)
    options = options with { Log = Console.Error.WriteLine };
using var client = new RegistryClient(options);
var store = new ContentStore(cache);

try
{
    var watch = Stopwatch.StartNew();
    var image = await new ImageSource(store, client).ResolveAsync(BaseImageLocation.Parse(baseName), Platform.LinuxAmd64, token);
    Step("resolve", $"{image.Layers.Count} layers");

    var entries = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => LayerEntry.File("app/" + Path.GetRelativePath(folder, file).Replace('\\', '/'), file));
    var layer = await new LayerWriter(store).WriteAsync(entries, new LayerOptions { Format = image.Format }, token);
    Step("layer", $"{layer.Layer.Blob.Descriptor.Digest} {layer.Layer.Blob.Descriptor.Size} from cache: {layer.FromCache}");

    var built = ImageBuilder.Build(image, [(layer.Layer, new LayerHistory("images-check"))], new ImageConfigChanges
    {
        Created = DateTimeOffset.UnixEpoch,
        Entrypoint = ["/app/run"],
        WorkingDirectory = "/app",
        Labels = new Dictionary<string, string> { ["checked"] = "yes" },
    });
    var set = ImageSet.Of(built);
    var reference = ImageReference.Parse(target);
    var push = await ImageDestination.PushAsync(client, set, reference, [reference.Tag!], token);
    Step("push", $"{push.Digest} {string.Join(' ', push.Blobs.Values.GroupBy(o => o).OrderBy(g => g.Key).Select(g => $"{g.Key}:{g.Count()}"))}");

    Directory.CreateDirectory(output);
    await ImageDestination.WriteLayoutAsync(set, Path.Combine(output, "layout"), [reference], ImageLimits.Default, token);
    Step("layout", "");
    await ImageDestination.WriteOciArchiveAsync(set, Path.Combine(output, "oci.tar"), [reference], token);
    await ImageDestination.WriteDockerArchiveAsync(set, Path.Combine(output, "docker.tar"), [reference], token);
    Step("archives", "");
    store.Collect();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1_000_000} MB"));
    return 0;

    void Step(string name, string text)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-9} {watch.ElapsedMilliseconds,6} ms  {text}"));
        watch.Restart();
    }
}
catch (ImageException e)
{
    await Console.Error.WriteLineAsync($"{e.Code}: {e.Message}");
    return 1;
}
