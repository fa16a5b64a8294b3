namespace MultiStage.EngineTests;

/// <summary>A base image for one platform only, without a list that says so.</summary>
public sealed class PlatformTests(Leftovers leftovers)
{
    // Docker 28 warns, Docker 20 does not, and the embedded engine has read what the image is for.
    [Theory]
    [InlineData("docker-20"), Trait(Category.Name, Category.Representative)]
    [InlineData("docker")]
    [InlineData("docker-classic")]
    [InlineData("")]
    public async Task A_base_image_of_another_platform_is_one_error(string engineName)
    {
        var baseImage = $"{Engine.Registry}/multistage-one-platform:{Publishing.NewTag()}";
        (await CommandLine.RunAsync(Engine.RegistryTool("crane"),
            ["copy", "--platform", "linux/amd64", $"{Engine.Registry}/dotnet/runtime:10.0", baseImage], Path.GetTempPath())).Succeeded();
        using var workspace = new Workspace().AddConsoleApp();
        string[] arguments = ["-p:ContainerBaseImage=" + baseImage, "-r", "linux-arm64", "-p:ContainerImageTag=" + Publishing.NewTag()];

        var result = engineName.Length == 0
            ? await workspace.PublishEmbeddedAsync("app", arguments)
            : await PublishAsync(Rows.EngineOf(engineName));

        var error = result.AssertOneError(engineName.Length == 0 ? "MST4004" : "MST3022");
        foreach (var part in new[] { baseImage, "linux/arm64", "linux/amd64" })
            Assert.Contains(part, error, StringComparison.Ordinal);

        Task<CommandResult> PublishAsync(Engine engine)
        {
            leftovers.Add(engine, "multistage-tiny:" + arguments[^1].Split('=')[1]);
            return workspace.PublishAsync("app", engine, arguments);
        }
    }
}
