namespace MultiStage.EvaluationTests;

/// <summary>Projects are evaluated as the builder will see them, not as this machine does.</summary>
public sealed class BuilderTests
{
    [Fact]
    public async Task Conditions_on_a_container_are_those_of_the_builder()
    {
        using var repository = new Repository()
            .App("src/App/App.csproj", """
                <ItemGroup Condition="'$(DOTNET_RUNNING_IN_CONTAINER)' == 'true'"><ProjectReference Include="../Inside/Inside.csproj" /></ItemGroup>
                <ItemGroup Condition="'$(DOTNET_RUNNING_IN_CONTAINER)' != 'true'"><ProjectReference Include="../Outside/Outside.csproj" /></ItemGroup>
                """)
            .Library("src/Inside/Inside.csproj").Library("src/Outside/Outside.csproj")
            .Write("Directory.Build.props", """
                <Project>
                  <PropertyGroup Condition="'$(DOTNET_RUNNING_IN_CONTAINER)' == 'true'"><BaseOutputPath>out-inside/</BaseOutputPath></PropertyGroup>
                  <PropertyGroup Condition="'$(DOTNET_RUNNING_IN_CONTAINER)' != 'true'"><BaseOutputPath>out-host/</BaseOutputPath></PropertyGroup>
                </Project>
                """)
            .Write("src/App/out-host/Old.cs", "Gone();").Write("src/App/out-inside/Old.cs", "Gone();");
        foreach (var variable in new string?[] { null, "true" })
        {
            var found = await repository.GenerateAsync("src/App/App.csproj", [],
                new Dictionary<string, string?> { ["DOTNET_RUNNING_IN_CONTAINER"] = variable });
            Assert.Equal(["src/App/", "src/Inside/"], found.Sources);
            Assert.False(found.Travels("src/App/out-inside/Old.cs"));
            if (variable is null)
                Assert.False(found.Travels("src/App/out-host/Old.cs"));
        }
    }

    [Theory]
    [InlineData("""<MSBuild Projects="../../tools/Gen/Gen.csproj" Targets="Build" />""", true)]
    [InlineData("""<MSBuild Projects="$(MSBuildThisFileDirectory)../../tools/Gen/Gen.csproj" Targets="GetTargetPath" />""", true)]
    [InlineData("""<Exec Command="dotnet run --project &quot;../../tools/Gen/Gen.csproj&quot; -- a" />""", true)]
    [InlineData("""<Exec Command="dotnet run --project ../../tools/Other/Gen.csproj" />""", false)]
    [InlineData("""<MSBuild Projects="@(SomeProjects)" Targets="Build" />""", false)]
    [InlineData("""<Message Text="../../tools/Gen/Gen.csproj" />""", false)]
    public async Task A_project_that_only_a_target_names_is_told(string task, bool expected)
    {
        using var repository = new Repository()
            .App("src/App/App.csproj", $"""<Target Name="Gen" BeforeTargets="CoreCompile">{task}</Target>""")
            .Library("tools/Gen/Gen.csproj");
        var output = (await repository.GenerateAsync("src/App/App.csproj")).Result.Succeeded().Output;
        Assert.Equal(expected,
            output.Contains("warning MST1052: 'tools/Gen/Gen.csproj' is needed by the target 'Gen'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reference_without_output_brings_it()
    {
        using var repository = new Repository()
            .App("src/App/App.csproj", """
                <ItemGroup><ProjectReference Include="../../tools/Gen/Gen.csproj" ReferenceOutputAssembly="false" /></ItemGroup>
                <Target Name="Gen"><MSBuild Projects="../../tools/Gen/Gen.csproj" Targets="Build" /></Target>
                """)
            .Library("tools/Gen/Gen.csproj");
        var found = await repository.GenerateAsync("src/App/App.csproj");
        Assert.DoesNotContain("MST1052", found.Result.Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("tools/Gen/", found.Sources);
    }

    [Theory]
    [InlineData("net10.0")]
    [InlineData("net10.0;")]
    public async Task A_list_of_one_framework_asks_for_no_choice(string frameworks)
    {
        using var repository = new Repository().App("src/App/App.csproj", framework: $"<TargetFrameworks>{frameworks}</TargetFrameworks>");
        var found = await repository.GenerateAsync("src/App/App.csproj");
        Assert.Contains("-f", found.Command("publish"));
        Assert.Contains("net10.0", found.Command("publish"));
    }

    [Fact]
    public async Task The_graph_has_the_references_with_their_kind()
    {
        using var repository = new Repository()
            .App("src/App/App.csproj", """
                <ItemGroup>
                  <ProjectReference Include="../Left/Left.csproj" PrivateAssets="all" />
                  <ProjectReference Include="../Build/Build.csproj" ReferenceOutputAssembly="false" />
                  <ProjectReference Include="../Analyzer/Analyzer.csproj" OutputItemType="Analyzer" ReferenceOutputAssembly="false" />
                </ItemGroup>
                """)
            .Library("src/Left/Left.csproj", """<ItemGroup><ProjectReference Include="../Two/Two.csproj" /></ItemGroup>""")
            .Library("src/Two/Two.csproj", framework: "<TargetFrameworks>net9.0;net10.0</TargetFrameworks>")
            .Library("src/Build/Build.csproj")
            .Library("src/Analyzer/Analyzer.csproj", framework: "<TargetFramework>netstandard2.0</TargetFramework>");
        var output = (await repository.GenerateAsync("src/App/App.csproj", "-v:d")).Result.Succeeded().Output;
        var app = output.Split('\n').Select(line => line.Trim())
            .Single(line => line.StartsWith("Project src/App/App.csproj", StringComparison.Ordinal));
        Assert.Contains("src/Left/Left.csproj [Output, private]", app, StringComparison.Ordinal);
        Assert.Contains("src/Build/Build.csproj [BuildOrder]", app, StringComparison.Ordinal);
        Assert.Contains("src/Analyzer/Analyzer.csproj [OtherItem]", app, StringComparison.Ordinal);
        var two = output.Split('\n').Select(line => line.Trim())
            .Where(line => line.StartsWith("Project src/Two/Two.csproj", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, two.Count);
        Assert.Contains(two,
            line => line.Contains("(TargetFramework=net10.0)", StringComparison.Ordinal) && !line.Contains("->", StringComparison.Ordinal));
        Assert.Contains(two, line => line.Contains("[Framework]", StringComparison.Ordinal));
    }
}
