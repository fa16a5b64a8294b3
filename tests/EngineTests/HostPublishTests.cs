using System.Security.Cryptography;

namespace MultiStage.EngineTests;

/// <summary>What runs is what <c>dotnet publish</c> on the host produces.</summary>
public sealed class HostPublishTests(SampleImages samples)
{
    // The compiler writes the paths of sources into assemblies and symbols, and the builder compiles under /src.
    // PathMap tells the host's compiler the same paths; then every byte is equal. Without it, exactly the assemblies of
    // the sample's own projects differ (their PDB's checksum stands in them), and their symbols.
    [Theory]
    [InlineData("hello-web"), InlineData("worker"), InlineData("shop")]
    [Trait(Category.Name, Category.Representative)]
    public async Task The_app_is_what_publish_on_the_host_produces(string sample)
    {
        var image = await samples.GetAsync(sample, Engine.Docker);
        var inImage = (await SavedImage.OfAsync(image.Engine, image.Name)).App;

        var onHost = await PublishOnHostAsync(sample, isMapped: true);
        var elsewhere = await PublishOnHostAsync(sample, isMapped: false);

        Assert.Equal(onHost.Keys.Where(path => !path.EndsWith(".pdb", StringComparison.Ordinal)).Order(), inImage.Keys.Order());
        // The list of static files for the web server holds the time at which their compressed forms were made.
        foreach (var path in inImage.Keys.Where(path => !path.EndsWith(".staticwebassets.endpoints.json", StringComparison.Ordinal)))
            Assert.Equal((path, onHost[path]), (path, inImage[path]));
        var ownFiles = inImage.Keys.Where(path => IsOwn(path, sample)).Order();
        Assert.Equal(ownFiles,
            inImage.Where(
                pair => elsewhere[pair.Key] != pair.Value
                    && !pair.Key.EndsWith(".staticwebassets.endpoints.json", StringComparison.Ordinal)).Select(pair => pair.Key).Order());
    }

    private static bool IsOwn(string path, string sample) =>
        (path.StartsWith(sample == "shop" ? "Shop." : sample + ".", StringComparison.Ordinal) && path != "Shop.Greetings.dll")
        && Path.GetExtension(path) is ".dll";

    private static async Task<IReadOnlyDictionary<string, string>> PublishOnHostAsync(string sample, bool isMapped)
    {
        using var workspace = new Workspace();
        workspace.AddSample(sample);
        var output = workspace.Path("out");
        List<string> arguments = ["publish", "-c", "Release", "-a", "x64", "--self-contained", "false", "-o", output];
        if (isMapped)
            arguments.Add($"-p:PathMap={workspace.Folder}=/src");
        (await workspace.DotNetAsync(SampleImages.ProjectFolder(sample), arguments)).Succeeded();
        return Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(output, file),
            file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
    }
}
