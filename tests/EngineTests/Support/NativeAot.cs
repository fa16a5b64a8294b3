namespace MultiStage.EngineTests;

/// <summary>The native compilers, which only a few tests need.</summary>
internal static class NativeAot
{
    /// <summary>Gives this machine and an engine what native AOT apps are built with; quick when it is there.</summary>
    public static async Task PrepareAsync(Engine engine)
    {
        await PrepareBuilderAsync(engine);
        await PrepareHostAsync();
    }

    public static Task PrepareBuilderAsync(Engine engine) => RunAsync("base-images.sh", "aot", engine.Name);

    public static Task PrepareHostAsync() => RunAsync("install-tools.sh", "aot");

    private static async Task RunAsync(string script, params string[] arguments) =>
        (await CommandLine.RunAsync("bash", [Path.Combine(Checkout.Root, "eng", script), .. arguments], Checkout.Root,
            new Dictionary<string, string?>(), TestContext.Current.CancellationToken)).Succeeded();
}
