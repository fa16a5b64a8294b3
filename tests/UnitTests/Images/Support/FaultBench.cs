namespace MultiStage.UnitTests.Images;

/// <summary>A registry with an image of one layer, for tests of what goes wrong on the way.</summary>
internal static class FaultBench
{
    public static readonly byte[] Layer = TestImages.Noise(300_000);

    public static Bench WithImage()
    {
        var bench = new Bench();
        bench.Registry.AddImage("base", "1", layers: Layer);
        return bench;
    }

    public static async Task<byte[]> PullAsync(Bench bench) =>
        await (await bench.ResolveAsync("base:1")).Layers.Single().Blob.ReadAllAsync();
}
