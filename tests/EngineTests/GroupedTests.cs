using System.Text.Json;
using System.Text.RegularExpressions;

namespace MultiStage.EngineTests;

/// <summary>Groups of projects in stages of their own: the same image as with one stage, and little to build after an edit.</summary>
public sealed partial class GroupedTests(Leftovers leftovers)
{
    // Progress as data needs buildx, which Docker 20.10 has not.
    public static IEnumerable<TheoryDataRow<string>> Engines =>
        Rows.PerEngine(Engine.Docker).Where(row => row.Data != Engine.Docker20.Name);

    // Four builds of a dozen projects: in the full matrix.
    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task The_image_is_the_one_that_a_single_stage_makes()
    {
        var engine = Engine.Docker;
        using var workspace = MixedSolution.Add(new Workspace());
        await AssertSameAsync(workspace, engine);

        File.AppendAllText(workspace.Path("src/App/Program.cs"), "// edited\ninternal sealed record Edited;\n");
        workspace.Write("src/Inner/I.cs",
            "namespace Inner; public static class I { public static int Five() => 6; public static int Six() => 6; }");
        await AssertSameAsync(workspace, engine);
    }

    // What runs is told by the stages whose steps the engine has begun and not found in its cache.
    [Theory, MemberData(nameof(Engines))]
    public async Task An_edit_builds_the_groups_that_it_touches(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = new Workspace()
            .AddConsoleApp("src/App", program: "System.Console.WriteLine(Middle.M.Value());",
                items: """<ProjectReference Include="../Middle/Middle.csproj" />""")
            .Write("src/Middle/Middle.csproj", Library("""<ProjectReference Include="../Inner/Inner.csproj" />"""))
            .Write("src/Middle/M.cs", "namespace Middle; public static class M { public static int Value() => Inner.I.Five(); }")
            .Write("src/Inner/Inner.csproj", Library(""))
            .Write("src/Inner/I.cs", "namespace Inner; public static class I { public static int Five() => 5; }");
        await PublishAsync(workspace, engine, "grouped");
        Assert.Contains("AS units-app", workspace.Read(Dockerfile), StringComparison.Ordinal);
        Assert.Empty(await RunAsync(workspace, engine));

        workspace.Write("src/App/More.cs", "internal sealed record More;");
        Assert.Equal(["publish", "units-app"], await RunAsync(workspace, engine));

        workspace.Write("src/Inner/I.cs", "namespace Inner; public static class I { public static int Five() => 2 + 3 + 4; }");
        Assert.Equal(["publish", "units-1"], await RunAsync(workspace, engine));

        workspace.Write("src/Inner/I.cs",
            "namespace Inner; public static class I { public static int Five() => 6; public static int Six() => 6; }");
        Assert.Equal(["publish", "units-1", "units-app"], await RunAsync(workspace, engine));
    }

    private const string Dockerfile = "src/App/obj/container/net10.0/Dockerfile";

    private static string Library(string items) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
          <ItemGroup>{items}</ItemGroup>
        </Project>
        """;

    private async Task AssertSameAsync(Workspace workspace, Engine engine)
    {
        var grouped = await PublishAsync(workspace, engine, "grouped");
        Assert.Contains("AS units-app", workspace.Read(Dockerfile), StringComparison.Ordinal);
        var single = await PublishAsync(workspace, engine, "single");
        Assert.DoesNotContain("units-", workspace.Read(Dockerfile), StringComparison.Ordinal);
        // It names the times of files.
        await SameImage.AssertAsync(engine, single, grouped,
            path => path.EndsWith("staticwebassets.endpoints.json", StringComparison.Ordinal));
    }

    private async Task<string> PublishAsync(Workspace workspace, Engine engine, string stages)
    {
        var image = leftovers.Add(engine, "multistage-tiny:" + Publishing.NewTag());
        (await workspace.PublishAsync("src/App", engine, "-p:ContainerBuildStages=" + stages, "-p:ContainerRepository=multistage-tiny",
            "-p:ContainerImageTag=" + image.Split(':')[1])).Succeeded();
        return image;
    }

    // The file alone is enough for an engine, and its progress is read as data.
    private static async Task<IReadOnlyList<string>> RunAsync(Workspace workspace, Engine engine)
    {
        var result = (await engine.RunAsync(
            "buildx", "build", "--network", "host", "--progress", "rawjson", "--output", "type=cacheonly",
            "-f", workspace.Path(Dockerfile), workspace.Path("."))).Succeeded();
        var steps = new Dictionary<string, (string Name, bool HasRun)>(StringComparer.Ordinal);
        foreach (var line in result.Output.Split('\n').Where(line => line.StartsWith('{')))
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty("vertexes", out var vertexes))
                foreach (var vertex in vertexes.EnumerateArray())
                    steps[vertex.GetProperty("digest").GetString()!] = (vertex.GetProperty("name").GetString()!,
                        vertex.TryGetProperty("completed", out _)
                            && !(vertex.TryGetProperty("cached", out var cached) && cached.GetBoolean()));
        }
        return [.. steps.Values.Where(step => step.HasRun).Select(step => Run().Match(step.Name)).Where(match => match.Success)
            .Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"^\[([a-z0-9-]+) \d+/\d+\] RUN ")]
    private static partial Regex Run();
}
