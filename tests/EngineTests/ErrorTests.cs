using System.Net;
using System.Text.RegularExpressions;

namespace MultiStage.EngineTests;

/// <summary>What goes wrong is one coded error with a way out, and leaves what was there as it was.</summary>
public sealed partial class ErrorTests(Leftovers leftovers)
{
    public static IEnumerable<TheoryDataRow<string>> Engines => Rows.PerEngine(Engine.Docker, Engine.Docker20);

    [Theory, MemberData(nameof(Engines))]
    public async Task A_missing_base_image(string engineName)
    {
        var (result, _) = await FailAsync(Rows.EngineOf(engineName),
            arguments: ["-p:ContainerBaseImage=" + Engine.Registry + "/dotnet/runtime:99.0"]);

        Assert.Contains("99.0", result.AssertOneError("MST3004"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_registry_that_does_not_answer(string engineName)
    {
        var (result, _) = await FailAsync(Rows.EngineOf(engineName), arguments: ["-p:ContainerBaseImage=localhost:1/dotnet/runtime:10.0"]);

        Assert.Contains("localhost:1", result.AssertOneError("MST3005"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_push_to_a_registry_that_does_not_answer(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        var (result, tag) = await FailAsync(engine, arguments: ["-p:ContainerRegistry=localhost:1"]);

        leftovers.Add(engine, "localhost:1/multistage-tiny:" + tag);
        Assert.Contains("localhost:1", result.AssertOneError("MST3005"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_push_that_is_refused(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        var port = Publishing.FreePort();
        using var registry = new HttpListener();
        registry.Prefixes.Add($"http://localhost:{port}/");
        registry.Start();
        _ = RefuseAsync(registry);
        var (result, tag) = await FailAsync(engine, arguments: [$"-p:ContainerRegistry=localhost:{port}"]);

        leftovers.Add(engine, $"localhost:{port}/multistage-tiny:{tag}");
        result.AssertOneError("MST3009");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_compile_error_is_shown_at_the_place_on_the_host(string engineName)
    {
        using var workspace = new Workspace().AddConsoleApp();
        workspace.Write("app/Broken.cs", "internal static class Broken\n{\n    public static int Number => \"text\";\n}\n");
        var (result, _) = await FailAsync(Rows.EngineOf(engineName), workspace);

        Assert.StartsWith(workspace.Path("app/Broken.cs") + "(3,33): error CS0029:", Assert.Single(result.Errors()),
            StringComparison.Ordinal);
        Assert.Equal(2, result.Output.Split("error CS0029").Length);
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task A_stopped_daemon()
    {
        using var workspace = new Workspace().AddConsoleApp();
        // The real client, led to a socket where nobody listens: its own wrapper would name the engine's.
        var wrapper = await File.ReadAllTextAsync(Engine.Docker.Program);
        var socket = workspace.Path("nowhere.sock");
        await ScriptAsync(workspace, "docker", EngineSocket().Replace(wrapper, "unix://" + socket));

        var result = await workspace.DotNetAsync("app", ["publish", Publishing.MultiStage, Publishing.Network, "-p:ContainerEngine=docker"],
            environment: FirstOnPath(workspace));

        Assert.Contains("nowhere.sock", result.AssertOneError("MST3002"), StringComparison.Ordinal);
    }

    // No engine that old can run here; what it answers to `docker info` is known.
    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task A_docker_from_before_BuildKit()
    {
        using var workspace = new Workspace().AddConsoleApp();
        await ScriptAsync(workspace, "docker", """echo '{"ServerVersion":"19.03.15","OSType":"linux","DriverStatus":[]}'""");

        var result = await workspace.DotNetAsync("app", ["publish", Publishing.MultiStage, "-p:ContainerEngine=docker"],
            environment: FirstOnPath(workspace));

        Assert.Contains("Docker 19.", result.AssertOneError("MST3003"), StringComparison.Ordinal);
    }

    // A disk of this machine cannot be filled for a test; a step that fails in the same words can.
    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task A_full_disk_in_the_builder()
    {
        using var workspace = new Workspace().AddConsoleApp();
        workspace.Write("app/Directory.Build.targets", """
            <Project>
              <Target Name="Fill" BeforeTargets="CoreCompile" Condition="'$(_MultiStageBuilderStage)' != ''">
                <Exec Command="dd if=/dev/zero of=/dev/full bs=1 count=1" />
              </Target>
            </Project>
            """);
        var (result, _) = await FailAsync(Engine.Docker, workspace);

        Assert.Contains("prune", Assert.Single(result.Errors(), error => error.Contains("MST3008", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    /// <summary>Publishes once, then once more in a way that fails; asserts that the first image and file are untouched.</summary>
    private async Task<(CommandResult Result, string Tag)> FailAsync(Engine engine, Workspace? broken = null, params string[] arguments)
    {
        using var workspace = new Workspace().AddConsoleApp();
        var tag = Publishing.NewTag();
        var image = leftovers.Add(engine, "multistage-tiny:" + tag);
        (await workspace.PublishAsync("app", engine, "-p:ContainerImageTag=" + tag)).Succeeded();
        var id = await engine.IdAsync(image);

        var failing = broken ?? workspace;
        var result = await failing.DotNetAsync("app",
            ["publish", Publishing.MultiStage, Publishing.Network, "-p:ContainerImageTag=" + tag, .. arguments], engine);

        result.Failed();
        Assert.Equal(id, await engine.IdAsync(image));
        Assert.Empty(Directory.EnumerateFiles(failing.Folder, "*.unfinished", SearchOption.AllDirectories));
        return (result, tag);
    }

    private static async Task ScriptAsync(Workspace workspace, string name, string text)
    {
        workspace.Write("bin/" + name, "#!/bin/sh\n" + text + "\n");
        (await CommandLine.RunAsync("chmod", ["755", workspace.Path("bin/" + name)], workspace.Folder)).Succeeded();
    }

    private static Dictionary<string, string?> FirstOnPath(Workspace workspace) =>
        new() { ["PATH"] = workspace.Path("bin") + ":" + Environment.GetEnvironmentVariable("PATH") };

    private static async Task RefuseAsync(HttpListener listener)
    {
        try
        {
            while (true)
            {
                using var response = (await listener.GetContextAsync()).Response;
                response.StatusCode = 403;
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    [GeneratedRegex(@"unix://[^ ]*docker\.sock")]
    private static partial Regex EngineSocket();
}
