namespace MultiStage.EvaluationTests;

/// <summary>The stage debug, as projects and command lines ask for it.</summary>
public sealed class DebugTests
{
    private const string OwnTool = """<ItemGroup><ContainerDebugTool Include="my-tool" Version="1.*" /></ItemGroup>""";

    [Theory]
    [InlineData("", "dotnet-counters dotnet-dump dotnet-gcdump dotnet-trace")]
    [InlineData("""<ContainerDebugTool Remove="dotnet-gcdump;dotnet-dump" />""", "dotnet-counters dotnet-trace")]
    [InlineData("""<ContainerDebugTool Update="dotnet-trace" Version="9.0.1" />""",
        "dotnet-counters dotnet-dump dotnet-gcdump dotnet-trace --version 9.0.1")]
    [InlineData("""<ContainerDebugTool Include="dotnet-trace" Version="9.0.1" />""",
        "dotnet-counters dotnet-dump dotnet-gcdump dotnet-trace --version 9.0.1")]
    [InlineData("""<ContainerDebugTool Include="dotnet-symbol" />""",
        "dotnet-counters dotnet-dump dotnet-gcdump dotnet-symbol dotnet-trace")]
    public async Task The_project_chooses_the_tools(string items, string expected)
    {
        using var repository = new Repository().App("App.csproj", $"<ItemGroup>{items}</ItemGroup>");
        Assert.Equal(expected, Tools(await repository.GenerateAsync("App.csproj", "-p:ContainerTarget=debug")));
    }

    [Fact]
    public async Task The_defaults_can_be_left_out()
    {
        using var repository = new Repository().App("App.csproj",
            "<PropertyGroup><EnableDefaultContainerDebugTools>false</EnableDefaultContainerDebugTools></PropertyGroup>" + OwnTool);
        Assert.Equal("my-tool --version '1.*'", Tools(await repository.GenerateAsync("App.csproj")));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("-p:ContainerTarget=debug", true)]
    [InlineData("-p:ContainerDebugStage=true", true)]
    [InlineData("-p:ContainerDebugBaseImage=example.com/fat:1", false)]
    public async Task The_stage_is_in_the_file_when_it_is_asked_for(string argument, bool expected)
    {
        using var repository = new Repository().App("App.csproj");
        var generation = await repository.GenerateAsync("App.csproj", argument.Length == 0 ? [] : [argument]);
        Assert.Equal(expected, generation.Dockerfile.Contains(" AS debug\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_checked_in_file_is_the_same_whichever_stage_is_built()
    {
        using var repository = new Repository().App("App.csproj");
        (await repository.GenerateAsync("App.csproj", "-p:ContainerTarget=debug", "-p:ContainerDebugStage=false")).HasOnly("MST5304",
            "ContainerDebugStage is 'false'");
        (await repository.GenerateAsync("App.csproj", "-p:ContainerDockerfile=Dockerfile")).Result.Succeeded();
        var without = repository.Workspace.Read("Dockerfile");
        Assert.DoesNotContain(" AS debug\n", without, StringComparison.Ordinal);
        // For the one who asks, the stage stands in another file; the check does not stop him.
        var asked = await repository.GenerateAsync("App.csproj", "-p:ContainerDockerfile=Dockerfile", "-p:ContainerDockerfileCheck=true",
            "-p:ContainerTarget=debug");
        Assert.Contains(" AS debug\n", asked.Dockerfile, StringComparison.Ordinal);
        Assert.Equal(without, repository.Workspace.Read("Dockerfile"));

        repository.App("App.csproj", OwnTool);
        var files = new List<string>();
        foreach (var target in new[] { "final", "debug", "build" })
        {
            (await repository.GenerateAsync("App.csproj", "-p:ContainerDockerfile=Dockerfile",
                "-p:ContainerTarget=" + target)).Result.Succeeded();
            files.Add(File.ReadAllText(repository.Workspace.Path("Dockerfile")));
        }
        Assert.Contains(" AS debug\n", files[0], StringComparison.Ordinal);
        Assert.Single(files.Distinct());
    }

    [Theory]
    [InlineData("""<ItemGroup><ContainerDebugTool Include="dotnet-trace@9.0" /></ItemGroup>""", "MST5302", "'dotnet-trace@9.0'")]
    [InlineData("""<ItemGroup><ContainerDebugTool Include="dotnet-trace" Version="newest" /></ItemGroup>""", "MST5302", "'newest'")]
    [InlineData("""<PropertyGroup><ContainerDebugStage>perhaps</ContainerDebugStage></PropertyGroup>""", "MST5016", "'perhaps'")]
    [InlineData("""<PropertyGroup><ContainerDebugStage>true</ContainerDebugStage><ContainerDebugBaseImage>Not An Image</ContainerDebugBaseImage></PropertyGroup>""", "MST2005", "ContainerDebugBaseImage")]
    [InlineData("""<PropertyGroup><ContainerDebugStage>true</ContainerDebugStage><ContainerBaseImage>example.com/base:1-chiseled</ContainerBaseImage></PropertyGroup>""", "MST5303", "example.com/base:1-chiseled")]
    public async Task A_mistake_is_one_error(string content, string code, string part)
    {
        using var repository = new Repository().App("App.csproj", content);
        (await repository.GenerateAsync("App.csproj")).HasOnly(code, part);
    }

    private static string Tools(Generation generation) => string.Join(' ', generation.Dockerfile.Split('\n')
        .Where(line => line.Contains("dotnet tool install ", StringComparison.Ordinal))
        .Select(line => line.Split("dotnet tool install ")[1].Split(" --tool-path")[0]));
}
