using System.Text;

namespace MultiStage.EngineTests;

/// <summary>The stage debug: tools that read the running app from a shell beside it.</summary>
public sealed class DebugTests(Leftovers leftovers)
{
    private const string OneTool = """<ContainerDebugTool Include="dotnet-trace" />""";

    private const string NoDefaults = "<EnableDefaultContainerDebugTools>false</EnableDefaultContainerDebugTools>";

    // Busy enough to have something to tell.
    private const string Program = """
        System.Console.WriteLine("tiny runs");
        while (true)
        {
            System.GC.KeepAlive(new byte[100_000]);
            System.Threading.Thread.Sleep(5);
        }
        """;

    public static IEnumerable<TheoryDataRow<string, string, string>> Images =>
    [
        new TheoryDataRow<string, string, string>("docker", "", "").WithTrait(Category.Name, Category.Representative),
        new TheoryDataRow<string, string, string>("docker", "<ContainerFamily>noble-chiseled</ContainerFamily>",
            "10.0-noble").WithTrait(Category.Name, Category.Matrix),
        new TheoryDataRow<string, string, string>("docker-20", "<ContainerFamily>noble-chiseled</ContainerFamily>",
            "10.0-noble").WithTrait(Category.Name, Category.Matrix),
        new TheoryDataRow<string, string, string>("docker",
            "<ContainerBaseImage>scratch</ContainerBaseImage><SelfContained>true</SelfContained>",
            "10.0").WithTrait(Category.Name, Category.Matrix),
        new TheoryDataRow<string, string, string>("docker-20", "<SelfContained>true</SelfContained>", "10.0").WithTrait(Category.Name,
            Category.Matrix),
    ];

    [Theory, MemberData(nameof(Images))]
    public async Task Dotnet_trace_reads_the_running_app(string engineName, string properties, string runtime)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = new Workspace().AddConsoleApp(properties: NoDefaults + properties,
            items: OneTool + """<ContainerEnvironmentVariable Include="DOTNET_EnableDiagnostics" Value="0" />""", program: Program);
        var tag = Publishing.NewTag();
        leftovers.Add(engine, "multistage-tiny:" + tag);
        var image = leftovers.Add(engine, $"multistage-tiny:{tag}-debug");
        (await workspace.PublishAsync("app", engine, "-p:ContainerImageTag=" + tag, "-p:ContainerTarget=debug")).Succeeded();
        var dockerfile = File.ReadAllText(workspace.Generated("app", "Dockerfile"));
        Assert.Equal(runtime.Length > 0,
            dockerfile.Contains($"FROM mcr.microsoft.com/dotnet/runtime:{runtime} AS debug-base\n", StringComparison.Ordinal));

        await using (var container = await RunningContainer.StartAsync(engine, image))
        {
            await container.WaitForLogAsync("tiny runs");
            Assert.Equal("1654", await container.UserAsync());
            // As a person would type it: no user, no folder, no path.
            var trace = await container.ExecAsync("dotnet-trace", "collect", "-p", "1", "--duration", "00:00:01", "-o", "tiny.nettrace");
            Assert.Contains("Trace completed", trace.Succeeded().Output, StringComparison.Ordinal);
            await container.CopyAsync("/app/tiny.nettrace", workspace.Path("tiny.nettrace"));
            var bytes = await File.ReadAllBytesAsync(workspace.Path("tiny.nettrace"));
            Assert.True(bytes.Length > 1000, $"{bytes.Length} bytes");
            Assert.StartsWith("Nettrace", Encoding.ASCII.GetString(bytes, 0, 16), StringComparison.Ordinal);
            Assert.Contains("tiny", (await container.ExecAsync("dotnet-trace", "ps")).Succeeded().Output, StringComparison.Ordinal);
            Assert.Equal(0, (await container.ExecAsync("test", "-f", "/app/tiny.pdb")).ExitCode);
            // What the app consists of stays as it is.
            Assert.NotEqual(0, (await container.ExecAsync("sh", "-c", "rm /app/tiny*.dll /app/tiny || : > /app/tiny.dll")).ExitCode);
        }

        (await workspace.PublishAsync("app", engine, "-p:ContainerImageTag=" + tag)).Succeeded();
        Assert.Equal(dockerfile, File.ReadAllText(workspace.Generated("app", "Dockerfile")));
        var final = await SavedImage.OfAsync(engine, "multistage-tiny:" + tag);
        Assert.DoesNotContain(final.Layers.SelectMany(layer => layer.Files),
            file => file.Path.Contains("dotnet-t", StringComparison.Ordinal) || file.Path.EndsWith(".pdb", StringComparison.Ordinal));
        Assert.Equal("0", EngineImages.Environment(await engine.InspectAsync("multistage-tiny:" + tag))["DOTNET_EnableDiagnostics"]);
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task A_tool_that_the_feeds_lack_is_named()
    {
        using var workspace = new Workspace().AddConsoleApp(properties: NoDefaults,
            items: """<ContainerDebugTool Include="dotnet-trace;dotnet-no-such-tool" />""");
        var result = await workspace.PublishAsync("app", Engine.Docker, "-p:ContainerTarget=debug",
            "-p:ContainerImageTag=" + Publishing.NewTag());
        Assert.Contains("'dotnet-no-such-tool'", result.AssertOneError("MST5301"), StringComparison.Ordinal);

        workspace.Write("app/tiny.csproj",
            workspace.Read("app/tiny.csproj").Replace("dotnet-no-such-tool", "Humanizer.Core", StringComparison.Ordinal));
        result = await workspace.PublishAsync("app", Engine.Docker, "-p:ContainerTarget=debug",
            "-p:ContainerImageTag=" + Publishing.NewTag());
        Assert.Contains("'humanizer.core'", result.AssertOneError("MST5305"), StringComparison.Ordinal);
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task The_embedded_engine_says_that_it_cannot()
    {
        using var workspace = new Workspace().AddConsoleApp(items: OneTool);
        var result = await workspace.PublishAsync("app", Engine.Docker, "-p:ContainerEngine=embedded", "-p:ContainerTarget=debug");
        Assert.Contains("'debug", result.AssertOneError("MST3015"), StringComparison.Ordinal);
    }
}
