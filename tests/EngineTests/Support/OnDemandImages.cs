namespace MultiStage.EngineTests;

/// <summary>Images that few tests need; eng/base-images.sh makes one in the engine when the first test asks.</summary>
internal static class OnDemandImages
{
    /// <param name="kind">What eng/base-images.sh calls the image: node, nginx, browser.</param>
    public static async Task NeedAsync(this Engine engine, string kind) =>
        (await CommandLine.RunAsync("bash", [Path.Combine(Checkout.Root, "eng", "base-images.sh"), kind, engine.Name], Checkout.Root,
            new Dictionary<string, string?>(), TestContext.Current.CancellationToken)).Succeeded();
}
