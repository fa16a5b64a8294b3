using System.Text.Json;

namespace MultiStage.EngineTests;

/// <summary>The embedded engine makes the image that docker makes, wherever and whenever it is made.</summary>
public sealed class EmbeddedTests(SampleImages samples, Leftovers leftovers)
{
    public static IEnumerable<TheoryDataRow<string, string>> Samples =>
        from sample in new[] { "hello-web", "worker", "shop", "tiny" }
        from engine in sample == "tiny" ? [Engine.Docker] : new[] { Engine.Docker, Engine.DockerClassic }
        select new TheoryDataRow<string, string>(sample, engine.Name).WithTrait(Category.Name,
            sample != "tiny" && engine == Engine.Docker ? Category.Representative : Category.Matrix);

    // The only differences there may be, all in "tiny". Its program is linked by clang and stripped by the objcopy (LLVM's or GNU's)
    // of the machine that publishes, and what lies under it on scratch are that machine's own files: another machine, other
    // bytes.
    private static bool MayDiffer(string sample, string path) =>
        sample == "tiny" && (path == "app/tiny" || !path.StartsWith("app/", StringComparison.Ordinal));

    [Theory, MemberData(nameof(Samples))]
    public async Task The_image_is_the_one_that_docker_makes(string sample, string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        if (sample == "tiny")
            await NativeAot.PrepareAsync(engine);
        var made = await samples.GetAsync(sample, engine);
        using var workspace = new Workspace();
        workspace.AddSample(sample);
        var image = leftovers.Add(engine, $"{sample}:{Publishing.NewTag()}");

        var publish =
            (await workspace.PublishEmbeddedAsync(SampleImages.ProjectFolder(sample), engine, null,
                "-p:ContainerImageTag=" + image.Split(':')[1])).Succeeded();

        await SameImage.AssertAsync(engine, made.Name, image, path => MayDiffer(sample, path));
        Assert.Contains($" in docker (sha256:", publish.Output, StringComparison.Ordinal);
    }

    [Theory, InlineData("docker"), InlineData("docker-classic"), InlineData("docker-20")]
    [Trait(Category.Name, Category.Representative)]
    public async Task Docker_runs_it(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = new Workspace();
        workspace.AddSample("hello-web");
        var image = leftovers.Add(engine, "hello-web:" + Publishing.NewTag());
        string[] arguments = ["-p:ContainerImageTag=" + image.Split(':')[1]];

        (await workspace.PublishEmbeddedAsync("sample-apps/hello-web", engine, null, arguments)).Succeeded();
        var again = (await workspace.PublishEmbeddedAsync("sample-apps/hello-web", engine, null, arguments)).Succeeded();

        await using var container = await RunningContainer.StartAsync(engine, image);
        using var hello = JsonDocument.Parse(await container.GetAsync("/"));
        Assert.Equal(1654, hello.RootElement.GetProperty("uid").GetInt32());
        Assert.Contains(", unchanged)", again.Output, StringComparison.Ordinal);
    }
}
