using MultiStage.Diagnostics;
using MultiStage.ImagesHost;

// The room of images as a process of its own, for tests that kill it or measure it.
try
{
    switch (args)
    {
        case ["publish", var baseImage, var target, var folder, var output, var cache]:
            await Publish.RunAsync(baseImage, target, folder, output, cache);
            return 0;
        case ["loop", var baseImage, var output, var cache, var seed]:
            await Loop.RunAsync(baseImage, output, cache, int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture));
            return 0;
        default:
            await Console.Error.WriteLineAsync("usage: publish BASE TARGET FOLDER OUTPUT CACHE | loop BASE OUTPUT CACHE SEED");
            return 2;
    }
}
catch (ContainerException e)
{
    await Console.Error.WriteLineAsync($"{e.Descriptor.Code}: {e.Message}");
    return 1;
}
