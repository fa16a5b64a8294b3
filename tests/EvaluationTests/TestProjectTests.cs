namespace MultiStage.EvaluationTests;

/// <summary>Which test projects are found, and what they change in the file.</summary>
public sealed class TestProjectTests
{
    private const string App = "src/App/App.csproj";
    private const string Xunit =
        """<ItemGroup><PackageReference Include="xunit.v3" Version="3.2.2" /><PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.11.0" /></ItemGroup>""";

    [Fact]
    public async Task Tests_of_the_solution_that_belong_to_the_app_are_found_when_they_are_asked_for()
    {
        using var repository = NewRepository();
        var plain = await repository.GenerateAsync(App);
        Assert.DoesNotContain("test", plain.Dockerfile, StringComparison.Ordinal);
        var build = Build(plain.Dockerfile);

        var generation = await repository.GenerateAsync(App, "-p:ContainerTarget=test");
        Assert.Equal(["tests/App.Tests/App.Tests.csproj", "tests/Lib.Tests/Lib.Tests.csproj"], Tests(generation));
        Assert.True(generation.Travels("tests/App.Tests/Code.cs"));
        Assert.False(generation.Travels("tests/Other.Tests/Code.cs"));
        Assert.Equal(build, Build(generation.Dockerfile));
    }

    [Fact]
    public async Task A_checked_in_file_has_tests_only_when_the_project_declares_them()
    {
        using var repository = NewRepository("""<PropertyGroup><ContainerDockerfile>Dockerfile</ContainerDockerfile></PropertyGroup>""");
        (await repository.GenerateAsync(App)).Result.Succeeded();
        var text = repository.Workspace.Read("src/App/Dockerfile");
        (await repository.GenerateAsync(App, "-p:ContainerTarget=test", "-p:ContainerDockerfileCheck=true")).Result.Succeeded();
        Assert.Equal(text, repository.Workspace.Read("src/App/Dockerfile"));

        repository.Workspace.Write(App,
            repository.Workspace.Read(App)
                .Replace("<PropertyGroup>",
                    """<ItemGroup><ContainerTestProject Include="../../tests/App.Tests/*.csproj" /></ItemGroup><PropertyGroup>""",
                    StringComparison.Ordinal));
        var declared = await repository.GenerateAsync(App);
        Assert.Equal(["tests/App.Tests/App.Tests.csproj"], Tests(declared));
        Assert.Contains("AS test-results", repository.Workspace.Read("src/App/Dockerfile"), StringComparison.Ordinal);
        (await repository.GenerateAsync(App, "-p:ContainerTarget=test", "-p:ContainerDockerfileCheck=true")).Result.Succeeded();
    }

    [Theory]
    [InlineData("""<ItemGroup><ContainerTestProject Include="../No.csproj" /></ItemGroup>""", "", "MST5206")]
    [InlineData("", "<Solution><Project Path=\"src/App/App.csproj\" /></Solution>", "MST5205")]
    [InlineData("", "<Solution></Solution>", "MST5205")]
    [InlineData("", "<Solution><", "MST5209")]
    [InlineData("<PropertyGroup><ContainerTestCoverage>true</ContainerTestCoverage></PropertyGroup>", null, "MST5208")]
    public async Task A_mistake_is_one_coded_error(string items, string? solution, string code)
    {
        using var repository = NewRepository(items);
        if (solution is not null)
            repository.Write("All.slnx", solution);
        var result = (await repository.GenerateAsync(App, "-p:ContainerTarget=test")).Result;
        Assert.Contains($"error {code}:", result.Failed().Output, StringComparison.Ordinal);
        Assert.DoesNotContain("MSB4018", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gate", "COPY --from=test /out/test-passed/ ./\n")]
    [InlineData("tools", "git config --global user.name Tests\n")]
    public async Task The_worked_examples_of_the_guide_work(string name, string expected)
    {
        var guide = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "guide", "testing.md"));
        var start = guide.IndexOf($"<!-- example: {name} -->", StringComparison.Ordinal);
        using var repository =
            NewRepository(
                guide[start..guide.IndexOf("```", start, StringComparison.Ordinal)]
                    .Replace("\"../tests/", "\"../../tests/", StringComparison.Ordinal));
        Assert.Contains(expected, (await repository.GenerateAsync(App)).Dockerfile, StringComparison.Ordinal);
    }

    private static Repository NewRepository(string items = "") => new Repository()
        .App(App, items + """<ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /></ItemGroup>""").Library("src/Lib/Lib.csproj")
        .Library("tests/App.Tests/App.Tests.csproj",
            Xunit + """<ItemGroup><ProjectReference Include="../../src/App/App.csproj" /></ItemGroup>""")
        .Library("tests/Lib.Tests/Lib.Tests.csproj",
            Xunit + """<ItemGroup><ProjectReference Include="../../src/Lib/Lib.csproj" /></ItemGroup>""")
        .Library("tests/Other.Tests/Other.Tests.csproj", Xunit)
        .Library("tests/Tool/Tool.csproj", """<ItemGroup><ProjectReference Include="../../src/App/App.csproj" /></ItemGroup>""")
        .Write("All.slnx", """
            <Solution>
              <Project Path="src/App/App.csproj" /><Project Path="src/Lib/Lib.csproj" /><Project Path="tests/App.Tests/App.Tests.csproj" />
              <Project Path="tests/Lib.Tests/Lib.Tests.csproj" /><Project Path="tests/Other.Tests/Other.Tests.csproj" /><Project Path="tests/Tool/Tool.csproj" />
            </Solution>
            """);

    private static IEnumerable<string> Tests(Generation generation) =>
        generation.Plan.GetProperty("tests").EnumerateArray().Select(test => test.GetProperty("project").GetString()!);

    private static string Build(string dockerfile)
    {
        var start = dockerfile.IndexOf("# build ", StringComparison.Ordinal);
        return dockerfile[start..dockerfile.IndexOf("\n# ", start, StringComparison.Ordinal)];
    }
}
