namespace MultiStage.EngineTests;

/// <summary>A sample's image and what publish said while it was made.</summary>
internal sealed record SampleImage(Engine Engine, string Sample, string Name, Workspace Workspace, string ProjectFolder,
    CommandResult Publish);

/// <summary>Builds each sample once an engine, for all tests that only look at the result.</summary>
public sealed class SampleImages : IAsyncLifetime
{
    private readonly Dictionary<(string Sample, string Engine), SampleImage> images = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    internal async Task<SampleImage> GetAsync(string sample, Engine engine)
    {
        if (images.TryGetValue((sample, engine.Name), out var known))
            return known;
        var workspace = new Workspace();
        workspace.AddSample(sample);
        var folder = ProjectFolder(sample);
        var tag = Publishing.NewTag();
        var result = await workspace.PublishAsync(folder, engine, "-p:ContainerImageTag=" + tag);
        result.Succeeded();
        return images[(sample, engine.Name)] = new SampleImage(engine, sample, $"{sample}:{tag}", workspace, folder, result);
    }

    /// <summary>The folder of the sample's application in a workspace.</summary>
    internal static string ProjectFolder(string sample) => sample == "shop" ? "sample-apps/shop/src/Shop.Web" : "sample-apps/" + sample;

    public async ValueTask DisposeAsync()
    {
        foreach (var image in images.Values)
        {
            await image.Engine.RemoveAsync(image.Name);
            image.Workspace.Dispose();
        }
    }
}

/// <summary>Removes the images that tests leave in the engines; a failed test leaves some too.</summary>
public sealed class Leftovers : IAsyncLifetime
{
    private readonly List<(Engine Engine, string Image)> images = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Notes an image for removal and returns its name.</summary>
    internal string Add(Engine engine, string image)
    {
        images.Add((engine, image));
        return image;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var group in images.GroupBy(pair => pair.Engine))
            await group.Key.RemoveAsync([.. group.Select(pair => pair.Image)]);
    }
}
