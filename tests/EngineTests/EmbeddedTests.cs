using System.Text.Json;

namespace MultiStage.EngineTests;

/// <summary>The embedded engine makes the image that docker makes, wherever and whenever it is made.</summary>
public sealed class EmbeddedTests(SampleImages samples, Leftovers leftovers)
{
    [Theory, InlineData("hello-web"), InlineData("worker"), InlineData("shop")]
    [Trait(Category.Name, Category.Representative)]
    public async Task The_image_is_the_one_that_docker_makes(string sample)
    {
        var made = await samples.GetAsync(sample, Engine.Docker);
        using var workspace = new Workspace();
        workspace.AddSample(sample);
        var image = leftovers.Add(Engine.Docker, $"{sample}:{Publishing.NewTag()}");

        var publish = (await workspace.PublishEmbeddedAsync(SampleImages.ProjectFolder(sample), Engine.Docker, null, "-p:ContainerImageTag=" + image.Split(':')[1])).Succeeded();

        var (ours, theirs) = (await SavedImage.OfAsync(Engine.Docker, image), await SavedImage.OfAsync(Engine.Docker, made.Name));
        Assert.Equal(theirs.Files, ours.Files);
        var (config, theirConfig) = (await Engine.Docker.InspectAsync(image), await Engine.Docker.InspectAsync(made.Name));
        foreach (var property in new[] { "User", "ExposedPorts", "Env", "Entrypoint", "Cmd", "WorkingDir" })
            Assert.Equal((property, Text(theirConfig, property)), (property, Text(config, property)));
        Assert.Equal(EngineImages.Labels(theirConfig), EngineImages.Labels(config));
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

    private static string Text(JsonElement image, string property) =>
        image.GetProperty("Config").TryGetProperty(property, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetRawText() : "";
}
