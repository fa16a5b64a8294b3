using System.Text.Json;

namespace MultiStage.EngineTests;

/// <summary>The exact command lines of tools that know nothing of MultiStage.Sdk; the project has turned it on.</summary>
public sealed class CommandLineTests(Leftovers leftovers)
{
    // The network is what the engines of the tests need; the tools' users have one.
    private const string Properties = "<ContainerMultiStage>true</ContainerMultiStage><ContainerBuildNetwork>host</ContainerBuildNetwork>";

    public static IEnumerable<TheoryDataRow<string>> Engines => Rows.PerEngine(Engine.Docker);

    [Theory, MemberData(nameof(Engines))]
    public async Task Visual_Studio_Code(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = NewWorkspace();
        // The tool's tag is always 'dev', so the repository is what is this test's own.
        var repository = "multistage-" + Publishing.NewTag();
        workspace.Write("app/tiny.csproj",
            workspace.Read("app/tiny.csproj").Replace("multistage-tiny", repository, StringComparison.Ordinal));

        (await workspace.DotNetAsync("app",
            ["publish", "--os", "linux", "--arch", "x64", "/t:PublishContainer", "--configuration", "Debug", "-p:ContainerImageTag=dev",
                "-p:LocalRegistry=Docker"], engine)).Succeeded();

        await AssertRunsAsync(engine, leftovers.Add(engine, repository + ":dev"), "Debug");
        AssertNothingCompiled(workspace);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Aspire(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = NewWorkspace();
        var tag = Publishing.NewTag();
        var image = leftovers.Add(engine, "multistage-aspire:" + tag);

        var result =
            (await workspace.DotNetAsync("",
                ["publish", workspace.Path("app/tiny.csproj"), "--configuration", "Release", "/t:PublishContainer",
                    "/p:ContainerRepository=multistage-aspire", "/p:ContainerImageTag=" + tag,
            "/p:RuntimeIdentifier=linux-x64", "/p:ContainerRuntimeIdentifier=linux-x64", "-getItem:GeneratedContainer"],
            engine)).Succeeded();

        await AssertRunsAsync(engine, image, "Release");
        AssertNothingCompiled(workspace);
        using var json = JsonDocument.Parse(result.StandardOutput[result.StandardOutput.IndexOf('{', StringComparison.Ordinal)..]);
        var generated = Assert.Single(json.RootElement.GetProperty("Items").GetProperty("GeneratedContainer").EnumerateArray());
        Assert.Equal(await engine.IdAsync(image), generated.GetProperty("ManifestDigest").GetString());
        Assert.Equal(image, generated.GetProperty("Names").GetString());
        Assert.NotEmpty(generated.GetProperty("Configuration").GetString()!);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_profile_DefaultContainer(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = NewWorkspace();
        var tag = Publishing.NewTag();

        var result =
            (await workspace.DotNetAsync("app", ["publish", "-p:PublishProfile=DefaultContainer", "-p:ContainerImageTag=" + tag],
                engine)).Succeeded();

        await AssertRunsAsync(engine, leftovers.Add(engine, "multistage-tiny:" + tag), "Release");
        AssertNothingCompiled(workspace);
        Assert.Single(result.Output.Split('\n'), line => line.Contains("tiny -> ", StringComparison.Ordinal));
    }

    private static Workspace NewWorkspace() => new Workspace().AddConsoleApp(properties: Properties, program: """
        System.Console.WriteLine("tiny " + System.Reflection.CustomAttributeExtensions.GetCustomAttribute<System.Reflection.AssemblyConfigurationAttribute>(System.Reflection.Assembly.GetExecutingAssembly())!.Configuration);
        """);

    private static async Task AssertRunsAsync(Engine engine, string image, string configuration) =>
        Assert.Equal("tiny " + configuration, (await engine.RunImageAsync(image)).Succeeded().Output.Trim());

    private static void AssertNothingCompiled(Workspace workspace) =>
        Assert.Empty(Directory.EnumerateFiles(workspace.Path("app"), "*.dll", SearchOption.AllDirectories));
}
