using System.Text.RegularExpressions;

namespace MultiStage.PackageTests;

/// <summary>Several builds of one project, at once and one after another: each builds from what it has planned itself.</summary>
public sealed class InstanceTests
{
    private const string On = """
        <PropertyGroup><ContainerMultiStage>true</ContainerMultiStage></PropertyGroup>
        <ItemGroup><ContainerEnvironmentVariable Include="FLAVOR" Value="$(ContainerRepository)" /></ItemGroup>
        """;

    private const string Both = """
        <Project>
          <Target Name="Both">
            <ItemGroup>
              <Instance Include="App/App.csproj" AdditionalProperties="ContainerRepository=one" />
              <Instance Include="App/App.csproj" AdditionalProperties="ContainerRepository=two" />
              <Instance Include="App/App.csproj" AdditionalProperties="ContainerRepository=three;Flavor=x" />
            </ItemGroup>
            <MSBuild Projects="@(Instance)" Targets="PublishContainer" BuildInParallel="true" />
          </Target>
        </Project>
        """;

    [Theory]
    [InlineData("-m:1")]
    [InlineData("-m:3")]
    public async Task Instances_of_one_build_are_built_from_their_own_plans(string nodes)
    {
        using var repository = new Repository().App("App/App.csproj", On).Write("both.proj", Both);
        var result = await repository.Workspace.DotNetAsync("", ["msbuild", "both.proj", nodes, "-nologo"],
            environment: repository.AddDockerStandIn());
        result.Failed();
        AssertOwnPlans(repository, ["one", "two", "three"]);
    }

    [Fact]
    public async Task Two_commands_at_once_are_built_from_their_own_plans()
    {
        using var repository = new Repository().App("App/App.csproj", On);
        var environment = repository.AddDockerStandIn();
        var results = await Task.WhenAll(new[] { "one", "two" }.Select(name =>
            repository.Workspace.DotNetAsync("App", ["msbuild", "-t:PublishContainer", "-nologo", "-p:ContainerRepository=" + name],
                environment: environment)));
        Assert.All(results, result => result.Failed());
        AssertOwnPlans(repository, ["one", "two"]);
    }

    [Fact]
    public async Task Clean_removes_what_was_generated_and_nothing_else()
    {
        using var repository = new Repository().App("App/App.csproj", On).Write("App/obj/mine.txt");
        (await repository.Workspace.DotNetAsync("App", ["msbuild", "-t:GenerateDockerfile", "-nologo"])).Succeeded();
        (await repository.Workspace.DotNetAsync("App",
            ["msbuild", "-t:GenerateDockerfile", "-nologo", "-p:Configuration=Debug"])).Succeeded();
        Assert.True(Directory.Exists(repository.Workspace.Path("App/obj/container/net10.0-Debug")));
        (await repository.Workspace.DotNetAsync("App", ["msbuild", "-t:Clean", "-nologo"])).Succeeded();
        Assert.False(Directory.Exists(repository.Workspace.Path("App/obj/container")));
        Assert.True(File.Exists(repository.Workspace.Path("App/obj/mine.txt")));
    }

    [Theory]
    [InlineData("publish")]
    [InlineData("msbuild -t:PublishContainer")]
    [InlineData("msbuild -t:GenerateDockerfile")]
    public async Task A_slip_for_ContainerTarget_is_an_error(string command)
    {
        using var repository = new Repository().App("App/App.csproj", On);
        (await repository.Workspace.DotNetAsync("App", [.. command.Split(' '), "-p:ContainerStage=test"])).HasOnly("MST2021",
            "ContainerTarget");
        (await repository.Workspace.DotNetAsync("App", command.Split(' '),
            environment: new Dictionary<string, string?> { ["ContainerStage"] = "publish" })).HasOnly("MST2021", "ContainerTarget");
        Assert.False(Directory.Exists(repository.Workspace.Path("App/bin")), "The host compiled.");
    }

    // Each build names its Dockerfile and its image, and the file says for which image it was made.
    private static void AssertOwnPlans(Repository repository, IReadOnlyList<string> names)
    {
        var builds = repository.Workspace.Read("docker-calls").Split('\n')
            .Select(line => (File: Option(line, "file"), Name: Option(line, "tag"))).Where(call => call.File.Length > 0).ToList();
        Assert.Equal(names.Order(), builds.Select(build => build.Name.Split(':')[0]).Order());
        Assert.Equal(names.Count, builds.Select(build => build.File).Distinct().Count());
        foreach (var (file, name) in builds)
            Assert.Contains("FLAVOR=" + name.Split(':')[0] + "\n", File.ReadAllText(file) + "\n", StringComparison.Ordinal);
    }

    private static string Option(string line, string name) => Regex.Match(line, $@"--{name}[= ](\S+)").Groups[1].Value;
}
