namespace MultiStage.EvaluationTests;

/// <summary>One input, one file, however it was called.</summary>
public sealed class CallTests
{
    [Fact]
    public async Task Project_solution_and_ide_give_the_same_bytes()
    {
        using var repository = new Repository()
            .App("App/App.csproj", """<ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /></ItemGroup>""")
            .Library("Lib/Lib.csproj", """<Sdk Name="MultiStage.Sdk" Version="1.0.0" />""")
            .Write("All.slnx", """<Solution><Project Path="App/App.csproj" /><Project Path="Lib/Lib.csproj" /></Solution>""");
        var expected = await All(repository);
        foreach (var arguments in new[]
        {
            "App/App.csproj -p:Version=1.2.3 -p:GitCommit=abc -p:Configuration=Release -p:Platform=AnyCPU",
            "App/App.csproj -p:_IsPublishing=true -p:DeployOnBuild=true -p:BuildingInsideVisualStudio=true -p:VisualStudioVersion=18.0 -p:ContainerImageTag=dev",
            "All.slnx",
            "All.slnx -p:Configuration=Release -p:Version=2.0.0",
        })
        {
            Assert.Equal(expected, await All(repository, arguments));
        }
    }

    [Fact]
    public async Task What_a_solution_says_reaches_the_builder_when_a_project_reads_it()
    {
        using var repository = new Repository()
            .App("App/App.csproj",
                """<PropertyGroup Condition="Exists('$(SolutionDir)flag')"><DefineConstants>$(DefineConstants);FLAG</DefineConstants></PropertyGroup>""")
            .Write("flag").Write("All.slnx", """<Solution><Project Path="App/App.csproj" /></Solution>""");
        Assert.DoesNotContain("SolutionDir", await All(repository), StringComparison.Ordinal);
        Assert.Contains("-p:SolutionDir=/src/", await All(repository, "All.slnx"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a%3Bb", "-p:Mine=a%3Bb")]
    [InlineData("a%25b", "-p:Mine=a%25b")]
    [InlineData("a%24(b)", "-p:Mine=a%24%28b%29")]
    [InlineData("\"a;b\"", "'-p:Mine=\"a;b\"'")]
    public async Task A_value_keeps_its_escapes(string given, string expected)
    {
        using var repository = new Repository().App("App/App.csproj");
        Assert.Contains(expected, await All(repository, "App/App.csproj -p:Mine=" + given), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_argument_for_publish_leaves_restore_alone()
    {
        using var repository = new Repository().App("App/App.csproj", """
            <PropertyGroup><ContainerPublishProperties>Ring</ContainerPublishProperties></PropertyGroup>
            <ItemGroup><ContainerBuildArgument Include="NIGHT" Value="1" Stage="publish" /></ItemGroup>
            """);
        var text = await All(repository, "App/App.csproj -p:Ring=inner");
        Assert.Contains("FROM build AS publish\nARG PUBLISH_PROPERTIES\nARG NIGHT=1\nRUN ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ring", text, StringComparison.Ordinal);
    }

    private static async Task<string> All(Repository repository, string arguments = "App/App.csproj")
    {
        (await repository.Workspace.DotNetAsync("", ["msbuild", .. arguments.Split(' '), "-t:GenerateDockerfile", "-nologo"])).Succeeded();
        var folder = Directory.GetDirectories(repository.Workspace.Path("App/obj/container"))
            .OrderByDescending(Directory.GetLastWriteTimeUtc).First();
        return string.Concat(
            new[] { "Dockerfile", "Dockerfile.dockerignore", "plan.json" }.Select(name => File.ReadAllText(Path.Combine(folder, name))));
    }
}
