using System.Globalization;

namespace MultiStage.EngineTests;

/// <summary>A graph with more files to copy than a stage may have layers.</summary>
public sealed class LargeGraphTests(Leftovers leftovers)
{
    private const int Projects = 60;

    public static IEnumerable<TheoryDataRow<string>> Engines => Rows.PerEngine();

    [Theory, MemberData(nameof(Engines))]
    public async Task Sixty_projects_build(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = new Workspace();
        string Name(int number) => "Lib" + number.ToString("00", CultureInfo.InvariantCulture);
        workspace.AddConsoleApp("src/App", "App",
            items: string.Concat(
                Enumerable.Range(0, Projects)
                    .Select(number => $"<ProjectReference Include=\"../{Name(number)}/{Name(number)}.csproj\" />")),
            program: "System.Console.WriteLine("
                + string.Join(" + ", Enumerable.Range(0, Projects).Select(number => Name(number) + ".Type.Number")) + ");");
        for (var number = 0; number < Projects; number++)
        {
            var folder = $"src/{Name(number)}";
            // Every second one refers to the one before it, and to a file of its own outside its folder.
            var items = number % 2 == 0
                ? ""
                : $"<ProjectReference Include=\"../{Name(number - 1)}/{Name(number - 1)}.csproj\" /><Compile Include=\"../../shared/{Name(number)}/Shared.cs\" />";
            workspace.Write($"{folder}/{Name(number)}.csproj",
                $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup>{items}</ItemGroup></Project>")
                .Write($"{folder}/Type.cs",
                    $"namespace {Name(number)}; public static class Type {{ public static int Number => {number}; }}")
                .Write($"shared/{Name(number)}/Shared.cs", $"namespace {Name(number)}; internal static class Shared;");
        }
        var image = leftovers.Add(engine, "multistage-tiny:" + Publishing.NewTag());

        (await workspace.PublishAsync("src/App", engine, "-p:ContainerImageTag=" + image.Split(':')[1])).Succeeded();

        Assert.Contains("FROM scratch AS ", workspace.Read("src/App/obj/container/net10.0/Dockerfile"), StringComparison.Ordinal);
        Assert.Equal((Projects * (Projects - 1) / 2).ToString(CultureInfo.InvariantCulture),
            (await engine.RunImageAsync(image)).Succeeded().Output.Trim());
    }
}
