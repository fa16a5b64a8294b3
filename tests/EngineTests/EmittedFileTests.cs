namespace MultiStage.EngineTests;

/// <summary>The generated file stands on its own: docker alone builds it, and finds nothing to complain about.</summary>
public sealed class EmittedFileTests(Leftovers leftovers)
{
    public static IEnumerable<TheoryDataRow<string>> Engines => Rows.PerEngine(Engine.Docker20);

    public static IEnumerable<TheoryDataRow<string, string>> SamplesInDialects =>
        from sample in new[] { "hello-web", "worker", "shop" }
        from dialect in new[] { "portable", "modern" }
        select new TheoryDataRow<string, string>(sample, dialect);

    [Theory, MemberData(nameof(Engines))]
    public async Task Plain_docker_builds_it_without_dotnet(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = new Workspace();
        workspace.AddSample("hello-web");
        // A checked-in file, so that nothing of obj is needed.
        (await workspace.DotNetAsync("sample-apps/hello-web",
            ["build", "-t:GenerateDockerfile", "-p:ContainerDockerfile=Dockerfile", "-p:Configuration=Release"])).Succeeded();
        var image = leftovers.Add(engine, "hello-web:" + Publishing.NewTag());
        var emptyPath = Directory.CreateDirectory(workspace.Path("empty")).FullName;

        (await CommandLine.RunAsync(engine.Program,
            ["build", "--network=host", "--tag", image, "--file", workspace.Path("sample-apps/hello-web/Dockerfile"), workspace.Folder],
            emptyPath,
            new Dictionary<string, string?> { ["DOCKER_BUILDKIT"] = "1", ["PATH"] = "/usr/bin:/bin", ["DOTNET_ROOT"] = null })).Succeeded();

        await using var container = await RunningContainer.StartAsync(engine, image);
        Assert.Contains("Hello from MultiStage.Sdk", await container.GetAsync("/"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(SamplesInDialects)), Trait(Category.Name, Category.Representative)]
    public async Task Docker_finds_nothing_to_complain_about(string sample, string dialect)
    {
        using var workspace = new Workspace();
        workspace.AddSample(sample);
        var folder = SampleImages.ProjectFolder(sample);
        (await workspace.DotNetAsync(folder,
            ["build", "-t:GenerateDockerfile", "-p:ContainerDockerfile=Dockerfile",
                "-p:ContainerDockerfileDialect=" + dialect])).Succeeded();
        var file = workspace.Path(folder + "/Dockerfile");

        var check = (await Engine.Docker.RunAsync("buildx", "build", "--check", "--file", file, workspace.Folder)).Succeeded();
        Assert.Contains("no warnings found", check.Output, StringComparison.OrdinalIgnoreCase);

        var targets = (await Engine.Docker.RunAsync("buildx", "build", "--call=targets", "--file", file, workspace.Folder)).Succeeded();
        var listed = targets.Output.Split('\n')
            .Select(line => line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Where(words => words.Length == 2 && words[0] is "base" or "build" or "publish" or "final")
            .ToDictionary(words => words[0], words => words[1]);
        Assert.Equal(["base", "build", "publish", "final"], listed.Keys);
        Assert.StartsWith("is what runs", listed["base"], StringComparison.Ordinal);
        Assert.StartsWith("restores", listed["build"], StringComparison.Ordinal);
        Assert.StartsWith("compiles", listed["publish"], StringComparison.Ordinal);
        // Columns: how many spaces there are depends on the longest name.
        Assert.Matches(@"^\(default\) +is the image that ships", listed["final"]);
    }
}
