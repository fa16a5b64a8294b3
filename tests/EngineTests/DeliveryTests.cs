using System.Text.Json;

namespace MultiStage.EngineTests;

/// <summary>Where an image goes and under which names: stages, tags, registry, archive.</summary>
public sealed class DeliveryTests(Leftovers leftovers)
{
    public static IEnumerable<TheoryDataRow<string>> Engines => Rows.PerEngine(Engine.Docker);

    public static IEnumerable<TheoryDataRow<string>> CacheEngines => Rows.PerEngine();

    [Theory, MemberData(nameof(Engines))]
    public async Task Another_stage_is_another_tag(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = new Workspace().AddConsoleApp();
        var tag = Publishing.NewTag();
        foreach (var stage in new[] { "build", "publish" })
        {
            var image = leftovers.Add(engine, $"multistage-tiny:{tag}-{stage}");
            var result =
                (await workspace.PublishAsync("app", engine, "-p:ContainerImageTag=" + tag, "-p:ContainerTarget=" + stage)).Succeeded();
            Assert.Contains($"tiny -> {image} (sha256:", result.Output, StringComparison.Ordinal);
            var list = (await engine.RunImageAsync(image, "ls", stage == "build" ? "/src/app" : "/out/app")).Succeeded().Output;
            Assert.Contains(stage == "build" ? "Program.cs" : "tiny.dll", list, StringComparison.Ordinal);
        }
        Assert.False(await engine.HasAsync($"multistage-tiny:{tag}"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Tags_labels_version_configuration_and_build_arguments_arrive(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = new Workspace().AddConsoleApp(
            items: """
                <ContainerLabel Include="com.example.team" Value="A &amp; B" />
                <ContainerBuildArgument Include="FLAVOUR" Value="plain &quot;x&quot; $HOME" />
                """,
            properties: """
                <ContainerFlavour>$(FLAVOUR)</ContainerFlavour>
                """,
            program: """
                using System.Reflection;
                var assembly = Assembly.GetExecutingAssembly();
                System.Console.WriteLine("tiny " + assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration
                    + " " + assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion
                    + " " + assembly.GetCustomAttribute<AssemblyMetadataAttribute>()?.Value);
                """);
        // The builder sees the argument as a variable of the environment, and MSBuild as a property.
        workspace.Write("app/Directory.Build.targets", """
            <Project>
              <ItemGroup>
                <AssemblyMetadata Include="Flavour" Value="$(FLAVOUR)" />
              </ItemGroup>
            </Project>
            """);
        var tag = Publishing.NewTag();
        var names = new[] { "", "-b", "-c" }.Select(suffix => leftovers.Add(engine, $"multistage-tiny:{tag}{suffix}")).ToList();

        var result =
            (await workspace.PublishAsync("app", engine, $"-p:ContainerImageTags=\"{tag};{tag}-b;{tag}-c\"", "-p:Version=3.2.1-beta.4",
                "-c", "Debug")).Succeeded();

        Assert.Contains($"tiny -> {string.Join(", ", names)} (sha256:", result.Output, StringComparison.Ordinal);
        var id = await engine.IdAsync(names[0]);
        Assert.All(names, name => Assert.Equal(id, engine.IdAsync(name).Result));
        var labels = EngineImages.Labels(await engine.InspectAsync(names[0]));
        Assert.Equal("A & B", labels["com.example.team"]);
        Assert.Equal("3.2.1-beta.4", labels["org.opencontainers.image.version"]);
        Assert.Equal("mcr.microsoft.com/dotnet/runtime:10.0", labels["org.opencontainers.image.base.name"]);
        Assert.Equal("tiny Debug 3.2.1-beta.4 plain \"x\" $HOME", (await engine.RunImageAsync(names[0])).Succeeded().Output.Trim());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_push_reaches_the_registry(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = new Workspace().AddConsoleApp();
        var tag = Publishing.NewTag();
        var image = leftovers.Add(engine, $"{Engine.Registry}/team/tiny:{tag}");

        var result =
            (await workspace.PublishAsync("app", engine, "-p:ContainerRegistry=" + Engine.Registry, "-p:ContainerRepository=team/tiny",
                "-p:ContainerImageTag=" + tag)).Succeeded();

        // Asked with another client than the one that pushed.
        using var http =
            new HttpClient(
                new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://{Engine.Registry}/v2/team/tiny/") };
        http.DefaultRequestHeaders.Add("Accept",
            "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json");
        using var answer = await http.GetAsync("manifests/" + tag);
        answer.EnsureSuccessStatusCode();
        var digest = answer.Headers.GetValues("Docker-Content-Digest").Single();
        Assert.Contains($"tiny -> {image} ({digest[..19]}", result.Output, StringComparison.Ordinal);
        using var manifest = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var config = await http.GetStringAsync("blobs/" + manifest.RootElement.GetProperty("config").GetProperty("digest").GetString());
        Assert.Contains("\"tiny.dll\"", config.Replace("/app/", "", StringComparison.Ordinal), StringComparison.Ordinal);

        // And it runs from there.
        await engine.RemoveAsync(image);
        Assert.Equal("tiny", (await engine.RunImageAsync(image)).Succeeded().Output.Trim().Split('\n')[^1].Trim());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_archive_can_be_loaded_and_is_never_half_written(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = new Workspace().AddConsoleApp();
        var tag = Publishing.NewTag();
        var image = leftovers.Add(engine, "multistage-tiny:" + tag);
        var archive = workspace.Path("images/tiny.tar");
        string[] arguments = ["-p:ContainerImageTag=" + tag, "-p:ContainerArchiveOutputPath=" + archive];

        (await workspace.PublishAsync("app", engine, arguments)).Succeeded();
        Assert.NotEmpty(SavedImage.Read(archive).App);
        await engine.RemoveAsync(image);
        (await engine.RunAsync("load", "--input", archive)).Succeeded();
        Assert.Equal("tiny", (await engine.RunImageAsync(image)).Succeeded().Output.Trim());

        var before = await File.ReadAllBytesAsync(archive);
        workspace.Write("app/Program.cs", "this is no program");
        (await workspace.PublishAsync("app", engine, arguments)).Failed();
        Assert.Equal(before, await File.ReadAllBytesAsync(archive));
        Assert.Equal(["tiny.tar"], Directory.EnumerateFileSystemEntries(workspace.Path("images")).Select(Path.GetFileName));
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task An_archive_that_cannot_be_written_is_one_error()
    {
        using var workspace = new Workspace().AddConsoleApp();
        var tag = Publishing.NewTag();
        leftovers.Add(Engine.Docker, "multistage-tiny:" + tag);
        workspace.Write("images", "a file where a folder should be");

        var result = await workspace.PublishAsync("app", Engine.Docker, "-p:ContainerImageTag=" + tag,
            "-p:ContainerArchiveOutputPath=" + workspace.Path("images/tiny.tar"));

        result.AssertOneError("MST3010");
        Assert.Equal("a file where a folder should be", workspace.Read("images"));
    }

    [Theory, MemberData(nameof(CacheEngines))]
    public async Task A_cache_in_a_registry_spares_another_machine_the_work(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = new Workspace().AddConsoleApp();
        workspace.Write("app/Directory.Build.props", $"<Project><!-- {Guid.NewGuid()} --></Project>");
        var tag = Publishing.NewTag();
        var image = leftovers.Add(engine, $"{Engine.Registry}/team/cached:{tag}");
        // Docker 28 with images in containerd writes a cache of its own; the others put it into the image.
        var cache = engine == Engine.Docker ? $"type=registry,ref={Engine.Registry}/team/cached:{tag}-cache,mode=max" : "type=inline";
        var source = engine == Engine.Docker ? $"{Engine.Registry}/team/cached:{tag}-cache" : image;
        string[] arguments = ["-p:ContainerRegistry=" + Engine.Registry, "-p:ContainerRepository=team/cached",
            "-p:ContainerImageTag=" + tag];

        (await workspace.PublishAsync("app", engine, [.. arguments, "-p:ContainerCacheTo=" + Escaped(cache)])).Succeeded();
        var layers = await engine.LayersAsync(image);
        await engine.RemoveAsync(image);
        (await engine.RunAsync("builder", "prune", "--force", "--all")).Succeeded();

        var again =
            (await workspace.PublishAsync("app", engine,
                [.. arguments,
                    "-p:ContainerCacheFrom=" + Escaped(engine == Engine.Docker20 ? source : "type=registry,ref=" + source)])).Succeeded();
        Assert.Contains("CACHED", again.Output, StringComparison.Ordinal);
        Assert.Equal(layers, await engine.LayersAsync(image));
    }

    // MSBuild's command line splits at commas.
    private static string Escaped(string value) => value.Replace(",", "%2C", StringComparison.Ordinal);
}
