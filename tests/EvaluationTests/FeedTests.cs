namespace MultiStage.EvaluationTests;

/// <summary>Package feeds and names, as far as evaluation tells.</summary>
public sealed class FeedTests
{
    private const string App = "src/App/App.csproj";

    [Fact]
    public async Task A_variable_in_an_address_reaches_restore_and_its_value_changes_no_byte()
    {
        using var repository = new Repository().App(App).Write("nuget.config", """
            <configuration>
              <packageSources>
                <clear />
                <add key="local" value="artifacts/packages" />
                <add key="extra" value="%ACME_FEED%/index.json" />
                <add key="folder" value="feeds/%ACME_FOLDER%" />
              </packageSources>
            </configuration>
            """);
        var texts = new List<string>();
        foreach (var value in new[] { null, "https://feed.example.com/v3", "feeds" })
        {
            var generation = await repository.GenerateAsync(App, [], new Dictionary<string, string?> { ["ACME_FEED"] = value });
            texts.Add(generation.Dockerfile + generation.PlanText);
            Assert.DoesNotContain("warning MST", generation.Result.Output, StringComparison.Ordinal);
        }
        Assert.Single(texts.Distinct());
        Assert.Contains("ACME_FEED=\"$(cat /run/secrets/ACME_FEED 2>/dev/null)\"", texts[0], StringComparison.Ordinal);
        Assert.Contains("ACME_FOLDER=", texts[0], StringComparison.Ordinal);
        Assert.Contains("id=nugetconfig", texts[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_in_the_file_is_a_warning()
    {
        using var repository = new Repository().App(App);
        repository.Write("nuget.config", repository.Workspace.Read("nuget.config").Replace("</configuration>", """
              <packageSourceCredentials><company><add key="Username" value="me" /><add key="ClearTextPassword" value="hunter2" /></company></packageSourceCredentials>
            </configuration>
            """, StringComparison.Ordinal));
        var output = (await repository.GenerateAsync(App)).Result.Succeeded().Output;
        Assert.Contains("warning MST1104: ", output, StringComparison.Ordinal);
        Assert.Contains("'company'", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_file_that_git_ignores_is_a_warning()
    {
        using var repository = new Repository(asRepository: false).App(App);
        Directory.Move(repository.Workspace.Path("artifacts/packages"), repository.Workspace.Path("feed"));
        repository.Write("nuget.config",
            """<configuration><packageSources><add key="feed" value="feed" /></packageSources></configuration>""")
            .Write(".gitignore", "*.nupkg\n");
        (await repository.Workspace.RunAsync("", "git", ["init", "-q"])).Succeeded();
        foreach (var rule in new[] { "", "!feed/*.nupkg\n" })
        {
            repository.Write(".gitignore", "*.nupkg\n" + rule);
            var result = await repository.Workspace.DotNetAsync("src/App",
                ["msbuild", "-t:PublishContainer", "-p:ContainerMultiStage=true", "-nologo"], environment: repository.AddDockerStandIn());
            Assert.Equal(rule.Length == 0, result.Output.Contains("warning MST1105: ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Names_that_are_almost_ours_are_warnings_and_others_are_none()
    {
        using var repository = new Repository().App(App, """
            <PropertyGroup>
              <ContainerUsre>me</ContainerUsre>
              <ContainerBuildArguments>--pull</ContainerBuildArguments>
              <ContainerDevelopmentMode>Regular</ContainerDevelopmentMode>
            </PropertyGroup>
            <ItemGroup>
              <ContainerEnviromentVariable Include="A" Value="1" />
              <ContainerEnvironmentVariable Include="B" Valeu="1" />
              <ContainerPort Include="8080" Tpye="udp" />
              <ContainerRun Include="date" Stgae="base" />
              <ContainerPart Include="of something else" />
            </ItemGroup>
            """, sdk: "Microsoft.NET.Sdk.Web");
        var result = (await repository.GenerateAsync(App, "-p:ContainerReposiory=x", "-p:_ContainerReposiory=x")).Result.Succeeded();
        var warnings = result.Output.Split('\n').Where(line => line.Contains("warning MST2101: ", StringComparison.Ordinal))
            .Distinct().ToList();
        string[] expected =
        [
            "The property 'ContainerReposiory'|'ContainerRepository'", "The property 'ContainerUsre'|'ContainerUser'",
            "The item 'ContainerEnviromentVariable'|'ContainerEnvironmentVariable'",
            "The metadata 'Valeu' of the item ContainerEnvironmentVariable|'Value'",
            "The metadata 'Tpye' of the item ContainerPort|'Type'", "The metadata 'Stgae' of the item ContainerRun|'Stage'",
        ];
        foreach (var parts in expected.Select(text => text.Split('|')))
            Assert.Contains(warnings, line => parts.All(part => line.Contains(part, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, warnings.Count);
    }
}
