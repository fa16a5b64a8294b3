namespace MultiStage.EvaluationTests;

/// <summary>Which projects are static sites, as MSBuild evaluates them.</summary>
public sealed class StaticSiteTests
{
    private const string Nginx = "FROM docker.io/nginxinc/nginx-unprivileged:stable-alpine AS base";

    // Its packs need not be there: nothing is restored.
    [Theory]
    [InlineData("Microsoft.NET.Sdk.BlazorWebAssembly", "")]
    [InlineData("Microsoft.NET.Sdk.BlazorWebAssembly",
        "<ContainerFamily>noble-chiseled</ContainerFamily><ContainerRuntimeIdentifier>linux-arm64</ContainerRuntimeIdentifier>")]
    [InlineData("Microsoft.NET.Sdk.WebAssembly", "")]
    public async Task An_app_for_browsers_is_one_without_a_word(string sdk, string properties)
    {
        using var repository = new Repository().App("src/App/App.csproj", $"<PropertyGroup>{properties}</PropertyGroup>", sdk);
        var generation = await repository.GenerateAsync("src/App/App.csproj");
        Assert.Contains(Nginx, generation.Dockerfile, StringComparison.Ordinal);
        Assert.Contains("AS build\nARG BUILD_CONFIGURATION\nWORKDIR", generation.Dockerfile, StringComparison.Ordinal);
        Assert.Contains("mcr.microsoft.com/dotnet/sdk:10.0 AS build", generation.Dockerfile, StringComparison.Ordinal);
        Assert.DoesNotContain("-r", generation.Command("publish"));
        Assert.DoesNotContain("-a", generation.Command("publish"));
        Assert.Contains("-p:_MultiStageSitePorts=8080", generation.Command("publish"));
        Assert.DoesNotContain("warning", generation.Result.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("<OutputType>Library</OutputType><ContainerFamily>nginx</ContainerFamily>", "Microsoft.NET.Sdk.Web", "")]
    [InlineData("<OutputType>Library</OutputType><ContainerFamily>Nginx</ContainerFamily>", "Microsoft.NET.Sdk", "")]
    // What Microsoft.Build.NoTargets says of itself.
    [InlineData("<OutputType>Library</OutputType><UsingMicrosoftNoTargetsSdk>true</UsingMicrosoftNoTargetsSdk>", "Microsoft.NET.Sdk",
        "src/App/wwwroot/index.html")]
    public async Task A_library_is_one_that_says_so_or_has_pages_and_no_code(string properties, string sdk, string page)
    {
        using var repository = new Repository().App("src/App/App.csproj", $"<PropertyGroup>{properties}</PropertyGroup>", sdk);
        if (page.Length > 0)
            repository.Write(page);
        var generation = await repository.GenerateAsync("src/App/App.csproj");
        Assert.Contains(Nginx, generation.Dockerfile, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", generation.Result.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("<OutputType>Library</OutputType><UsingMicrosoftNoTargetsSdk>true</UsingMicrosoftNoTargetsSdk>", "")]
    [InlineData("<OutputType>Library</OutputType>", "src/App/wwwroot/index.html")]
    public async Task Any_other_library_is_none(string properties, string page)
    {
        using var repository = new Repository().App("src/App/App.csproj", $"<PropertyGroup>{properties}</PropertyGroup>",
            "Microsoft.NET.Sdk.Web");
        if (page.Length > 0)
            repository.Write(page);
        (await repository.GenerateAsync("src/App/App.csproj")).HasOnly("MST1001", "OutputType");
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("<NoWarn>MST5603</NoWarn>", false)]
    public async Task An_application_that_is_left_out_is_a_warning_that_can_be_quiet(string properties, bool expected)
    {
        using var repository = new Repository().App("src/App/App.csproj",
            $"<PropertyGroup><ContainerFamily>nginx</ContainerFamily>{properties}</PropertyGroup>", "Microsoft.NET.Sdk.Web");
        var generation = await repository.GenerateAsync("src/App/App.csproj");
        Assert.Contains(Nginx, generation.Dockerfile, StringComparison.Ordinal);
        Assert.Equal(expected,
            generation.Result.Output.Contains("warning MST5603: 'src/App/App.csproj'", StringComparison.Ordinal)
                || generation.Result.Output.Contains("warning MST5603: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_of_the_project_and_of_the_command_line_arrive()
    {
        using var repository = new Repository().App("src/App/App.csproj", """
            <PropertyGroup><OutputType>Library</OutputType><ContainerImmutableFiles>/assets/*;\fonts\*</ContainerImmutableFiles></PropertyGroup>
            <ItemGroup><ContainerPort Include="8081" /></ItemGroup>
            """, "Microsoft.NET.Sdk.Web");
        var generation = await repository.GenerateAsync("src/App/App.csproj", "-p:ContainerFamily=nginx",
            "-p:ContainerSpaFallback=shell.html", "-p:ContainerDockerHubRegistry=mirror.example/hub");
        foreach (var word in new[] { "_MultiStageSitePorts=8081", "ContainerSpaFallback=shell.html",
            "ContainerImmutableFiles=/assets/*;/fonts/*" })
            Assert.Contains("-p:" + word, generation.Command("publish"));
        Assert.Contains("FROM mirror.example/hub/nginxinc/nginx-unprivileged:stable-alpine AS base", generation.Dockerfile,
            StringComparison.Ordinal);
        Assert.Contains("EXPOSE 8081\nUSER 101\n", generation.Dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compose_file_of_a_solution_has_a_service_for_the_site()
    {
        using var repository = new Repository()
            .App("Site/Site.csproj",
                "<PropertyGroup><OutputType>Library</OutputType><ContainerFamily>nginx</ContainerFamily></PropertyGroup>",
                "Microsoft.NET.Sdk.Web")
            .App("Client/Client.csproj", sdk: "Microsoft.NET.Sdk.BlazorWebAssembly")
            .Library("Lib/Lib.csproj")
            .Write("All.slnx",
                """<Solution><Project Path="Site/Site.csproj" /><Project Path="Client/Client.csproj" /><Project Path="Lib/Lib.csproj" /></Solution>""")
            .Write("Directory.Solution.targets",
                """<Project><Import Project="Sdk.targets" Sdk="MultiStage.Sdk" Version="1.0.0" /></Project>""");
        (await repository.Workspace.DotNetAsync("", ["msbuild", "All.slnx", "-t:GenerateCompose", "-nologo"])).Succeeded();
        var text = repository.Workspace.Read("compose.yaml");
        Assert.Contains("${CLIENT_PORT:-8080}:8080", text, StringComparison.Ordinal);
        Assert.Contains("${SITE_PORT:-8081}:8080", text, StringComparison.Ordinal);
        Assert.DoesNotContain("  lib:", text, StringComparison.Ordinal);
    }
}
