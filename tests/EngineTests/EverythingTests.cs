using System.Text.Json;
using System.Text.RegularExpressions;

namespace MultiStage.EngineTests;

/// <summary>The shop with all that a project can ask for: its Dockerfile stays readable, and its image holds the app alone.</summary>
public sealed partial class EverythingTests(Leftovers leftovers)
{
    private static readonly string[] Stages = ["assets", "base", "build", "debug", "debug-tools", "final", "final-content", "migrations",
        "migrations-build", "notes", "publish", "test", "test-results", "test-run"];

    [Theory, InlineData("modern"), InlineData("portable"), Trait(Category.Name, Category.Representative)]
    public async Task The_file_is_short_and_described_and_Docker_finds_nothing_in_it(string dialect)
    {
        await Engine.Docker.NeedAsync("node");
        using var workspace = Shop.NewWorkspaceWithEverything();
        (await workspace.DotNetAsync(Shop.Folder, ["msbuild", "-t:GenerateDockerfile", "-p:ContainerDockerfileDialect=" + dialect],
            Engine.Docker)).Succeeded();
        const string path = Shop.Folder + "/obj/container/net10.0/Dockerfile";
        var lines = workspace.Read(path).Split('\n');
        Assert.True(lines.Length < 200, $"{lines.Length} lines");
        foreach (var (line, index) in lines.Select((line, index) => (line, index))
            .Where(pair => pair.line.StartsWith("FROM ", StringComparison.Ordinal)))
            Assert.StartsWith($"# {line.Split(' ')[^1]} ", lines[index - 1], StringComparison.Ordinal);

        async Task<CommandResult> BuildAsync(params string[] arguments) =>
            (await Engine.Docker.RunAsync(["build", .. arguments, "--file", workspace.Path(path), workspace.Path("")])).Succeeded();
        Assert.Contains("no warnings found", (await BuildAsync("--check")).Output, StringComparison.OrdinalIgnoreCase);
        using var json = JsonDocument.Parse((await BuildAsync("--call=targets,format=json")).StandardOutput);
        var described = json.RootElement.GetProperty("targets").EnumerateArray()
            .Select(target =>
                (Name: target.GetProperty("name").GetString()!,
                    Text: target.TryGetProperty("description", out var text) ? text.GetString()! : "")).ToList();
        Assert.Equal(Stages,
            described.Select(target => target.Name).Where(name => !name.StartsWith("sources-", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
        Assert.All(described, target => Assert.True(target.Text.Length > 10, target.Name));
    }

    [Theory, InlineData("docker"), InlineData("docker-20"), Trait(Category.Name, Category.Matrix)]
    public async Task The_image_holds_the_app_alone(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        await engine.NeedAsync("node");
        using var workspace = Shop.NewWorkspaceWithEverything();
        var image = leftovers.Add(engine, "shop:" + Publishing.NewTag());
        var publish = (await workspace.PublishAsync(Shop.Folder, engine, "-p:ContainerImageTag=" + image.Split(':')[1])).Succeeded();
        publish.AssertContains("Shop.Tests: ", " passed, 0 failed");

        var saved = await SavedImage.OfAsync(engine, image);
        var files = saved.Files.Select(file => file.Path).ToList();
        Assert.Contains("app/Shop.Web.dll", files);
        Assert.Contains("app/wwwroot/index.html", files);
        Assert.Contains("usr/bin/curl", files);
        Assert.Contains("notes/sorted.txt", files);
        Assert.DoesNotContain(files, path => SampleTests.Unwanted().IsMatch(path) || Tool().IsMatch(path));

        await using var container = await RunningContainer.StartAsync(engine, image);
        await SampleWork.CheckAsync("shop", container.GetAsync, container.WaitForLogAsync);
        Assert.Equal("healthy", await container.WaitForHealthAsync());
        Assert.Equal("1654", await container.UserAsync());
        (await container.ExecAsync("touch", "/var/lib/shop/x")).Succeeded();
    }

    // Of the front end, of the migrations, of the tests, of debugging.
    [GeneratedRegex(@"\.(ts|tsx|dbg|debug)$|(^|/)(package(-lock)?\.json|npm|node|esbuild|efbundle|dotnet-(ef|trace)[^/]*|test-passed|Shop\.Tests[^/]*|Microsoft\.(TestPlatform|VisualStudio|CodeAnalysis)[^/]*|[^/]*EntityFrameworkCore\.Design[^/]*)$")]
    private static partial Regex Tool();
}
