using System.Formats.Tar;
using System.Text.Json;

namespace MultiStage.EngineTests;

/// <summary>Where the embedded engine takes base images from and puts images to, read there by other programs.</summary>
public sealed class EmbeddedOutputTests(Leftovers leftovers)
{
    private const string OnScratch = "<ContainerBaseImage>scratch</ContainerBaseImage><SelfContained>true</SelfContained><InvariantGlobalization>true</InvariantGlobalization>";

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task A_push_arrives_and_a_second_one_sends_nothing()
    {
        using var workspace = new Workspace().AddConsoleApp();
        var (repository, tag) = ("team/" + Publishing.NewTag(), Publishing.NewTag());
        var image = leftovers.Add(Engine.Docker, $"{Engine.Registry}/{repository}:{tag}");
        string[] arguments = ["-p:ContainerRegistry=" + Engine.Registry, "-p:ContainerRepository=" + repository, "-p:ContainerImageTag=" + tag];

        var first = (await workspace.PublishEmbeddedAsync("app", arguments)).Succeeded();
        var digest = workspace.Digest("app");
        var again = (await workspace.PublishEmbeddedAsync("app", arguments)).Succeeded();
        var items = (await workspace.PublishEmbeddedAsync("app", [.. arguments, "-v:q", "-getItem:GeneratedContainer"])).Succeeded();

        Assert.Contains($"tiny -> {image} (sha256:", first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("unchanged", first.Output, StringComparison.Ordinal);
        Assert.Contains(", unchanged)", again.Output, StringComparison.Ordinal);
        Assert.Equal(digest, workspace.Digest("app"));
        Assert.Equal(digest, (await CraneAsync("digest", image)).Succeeded().Output.Trim());
        Assert.Equal(digest, Generated(items, "ManifestDigest"));
        // crane reads every layer and compares all digests.
        Assert.Contains("PASS", (await CraneAsync("validate", "--remote", image)).Succeeded().Output, StringComparison.Ordinal);
        (await Engine.Docker.RunAsync("pull", "--quiet", image)).Succeeded();
        Assert.Equal("tiny a|b", (await Engine.Docker.RunImageAsync(image, "a", "b")).Succeeded().Output.Trim());
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task Several_platforms_are_one_index_under_the_only_tag()
    {
        const string value = "a;b \"c\" 'd' $HOME %3B \\ e";
        using var workspace = new Workspace().AddConsoleApp(items: $"""<ContainerEnvironmentVariable Include="VALUE" Value="{value.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal)}" />""");
        var repository = "team/" + Publishing.NewTag();
        var image = leftovers.Add(Engine.Docker, $"{Engine.Registry}/{repository}:1");
        string[] arguments = ["-p:ContainerRuntimeIdentifiers=linux-x64%3Blinux-arm64", "-p:UseAppHost=false", "-p:ContainerRegistry=" + Engine.Registry, "-p:ContainerRepository=" + repository, "-p:ContainerImageTag=1"];

        (await workspace.PublishEmbeddedAsync("app", arguments)).Succeeded();

        Assert.Equal(workspace.Digest("app"), (await CraneAsync("digest", image)).Succeeded().Output.Trim());
        var manifests = JsonOf((await CraneAsync("manifest", image)).Succeeded()).GetProperty("manifests").EnumerateArray().ToList();
        Assert.Equal(["linux/amd64", "linux/arm64"], manifests.Select(manifest => manifest.GetProperty("platform")).Select(platform => $"{platform.GetProperty("os")}/{platform.GetProperty("architecture")}"));
        Assert.Equal(["1"], await TagsAsync(repository));
        foreach (var architecture in new[] { "amd64", "arm64" })
        {
            var config = JsonOf((await CraneAsync("config", "--platform", "linux/" + architecture, image)).Succeeded());
            Assert.Equal(architecture, config.GetProperty("architecture").GetString());
            Assert.Contains("VALUE=" + value, config.GetProperty("config").GetProperty("Env").EnumerateArray().Select(variable => variable.GetString()));
        }
        (await Engine.Docker.RunAsync("pull", "--quiet", image)).Succeeded();
        Assert.Equal("tiny", (await Engine.Docker.RunImageAsync(image)).Succeeded().Output.Trim());
        Assert.Contains(", unchanged)", (await workspace.PublishEmbeddedAsync("app", arguments)).Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task Others_read_a_layout_an_oci_archive_and_a_docker_archive()
    {
        using var workspace = new Workspace().AddConsoleApp();
        var tag = Publishing.NewTag();
        var image = leftovers.Add(Engine.Docker, "multistage-tiny:" + tag);
        (await workspace.PublishEmbeddedAsync("app", "-p:ContainerLayoutPath=../layout", "-p:ContainerImageTag=" + tag)).Succeeded();
        var digest = workspace.Digest("app");
        (await workspace.PublishEmbeddedAsync("app", "-p:ContainerArchiveOutputPath=../oci.tar", "-p:ContainerImageFormat=OCI", "-p:ContainerImageTag=" + tag)).Succeeded();
        Assert.Equal(digest, workspace.Digest("app"));
        (await workspace.PublishEmbeddedAsync("app", "-p:ContainerArchiveOutputPath=../docker.tar", "-p:ContainerImageTag=" + tag)).Succeeded();

        Directory.CreateDirectory(workspace.Path("unpacked"));
        await TarFile.ExtractToDirectoryAsync(workspace.Path("oci.tar"), workspace.Path("unpacked"), overwriteFiles: false);
        foreach (var layout in new[] { "layout", "unpacked" })
        {
            var copy = $"{Engine.Registry}/team/{tag}:{layout}";
            (await CraneAsync("push", workspace.Path(layout), copy)).Succeeded();
            Assert.Equal(digest, (await CraneAsync("digest", copy)).Succeeded().Output.Trim());
            Assert.Contains("PASS", (await CraneAsync("validate", "--remote", copy)).Succeeded().Output, StringComparison.Ordinal);
        }
        Assert.Contains("PASS", (await CraneAsync("validate", "--tarball", workspace.Path("docker.tar"))).Succeeded().Output, StringComparison.Ordinal);
        (await Engine.Docker.RunAsync("load", "--input", workspace.Path("docker.tar"))).Succeeded();
        Assert.Equal("tiny x", (await Engine.Docker.RunImageAsync(image, "x")).Succeeded().Output.Trim());
    }

    private static Task<CommandResult> CraneAsync(params string[] arguments) => CommandLine.RunAsync(Engine.RegistryTool("crane"), arguments, Path.GetTempPath());

    private static JsonElement JsonOf(CommandResult result)
    {
        using var json = JsonDocument.Parse(result.Output);
        return json.RootElement.Clone();
    }

    private static string? Generated(CommandResult items, string metadata) =>
        Assert.Single(JsonOf(items).GetProperty("Items").GetProperty("GeneratedContainer").EnumerateArray()).GetProperty(metadata).GetString();

    private static async Task<List<string?>> TagsAsync(string repository)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var list = JsonDocument.Parse(await http.GetStringAsync($"http://{Engine.Registry}/v2/{repository}/tags/list"));
        return [.. list.RootElement.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString())];
    }
}
