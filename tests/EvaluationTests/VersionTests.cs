namespace MultiStage.EvaluationTests;

/// <summary>Packages that take the version from Git, which no builder has.</summary>
public sealed class VersionTests
{
    private const string MinVer = """<ItemGroup><PackageReference Include="minver" Version="6.0.0" PrivateAssets="all" /></ItemGroup>""";

    [Theory]
    [InlineData("""<PackageReference Include="minver" Version="6.0.0" />""", "", "-p:MinVerVersionOverride=1.2.3", "minver")]
    [InlineData("""<PackageReference Include="GitVersion.MsBuild" Version="6.0.0" />""", "",
        "-p:DisableGitVersionTask=true -p:Version=1.2.3", "GitVersion.MsBuild")]
    [InlineData("""<GlobalPackageReference Include="Nerdbank.GitVersioning" Version="3.7.0" />""", "", "<ContainerCopy ",
        "Nerdbank.GitVersioning")]
    [InlineData("""<PackageReference Include="MinVer" Version="6.0.0" />""", "<MinVerSkip>true</MinVerSkip>", "", "")]
    [InlineData("""<PackageReference Include="MinVer" Version="6.0.0" />""",
        "<MinVerVersionOverride>2.0.0</MinVerVersionOverride>", "", "")]
    [InlineData("""<PackageReference Include="Nerdbank.GitVersioning" Version="3.7.0" /><ContainerCopy Include="../.git" Stage="build" Destination="/src/.git/" />""", "", "", "")]
    [InlineData("""<PackageReference Include="MinVer" Version="6.0.0" /><ContainerCopy Include="../.git" Destination="/history/" />""", "",
        "-p:MinVerVersionOverride=1.2.3", "MinVer")]
    public async Task A_warning_names_the_package_and_the_way_out(string items, string properties, string resolution, string package)
    {
        using var repository = new Repository().App("App/App.csproj",
            $"<PropertyGroup>{properties}</PropertyGroup><ItemGroup>{items}</ItemGroup>").Write(".git/HEAD");
        var output = (await repository.GenerateAsync("App/App.csproj")).Result.Succeeded().Output;
        Assert.Equal(package.Length > 0,
            output.Contains("warning MST1011: 'App/App.csproj' takes its version from Git", StringComparison.Ordinal));
        if (package.Length > 0)
            Assert.Contains(resolution, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_command_line_says_reaches_the_publish_and_what_the_environment_says_does_not()
    {
        using var repository = new Repository().App("App.csproj", MinVer);
        var passed = await repository.GenerateAsync("App.csproj", "-p:MinVerVersionOverride=1.2.3");
        Assert.DoesNotContain("MST1011", passed.Result.Succeeded().Output, StringComparison.Ordinal);
        // It changes with every version, and so is the value of an argument that publish alone has.
        Assert.Contains("${PUBLISH_PROPERTIES}", passed.Command("publish"));
        Assert.DoesNotContain("MinVerVersionOverride", string.Join(' ', passed.Command("build")), StringComparison.Ordinal);

        var inherited = await repository.GenerateAsync("App.csproj", [],
            new Dictionary<string, string?> { ["MinVerVersionOverride"] = "1.2.3" });
        Assert.Contains("warning MST1011", inherited.Result.Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_referenced_project_counts_too()
    {
        using var repository = new Repository().App("App/App.csproj",
            """<ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /></ItemGroup>""").Library("Lib/Lib.csproj", MinVer);
        Assert.Contains("warning MST1011", (await repository.GenerateAsync("App/App.csproj")).Result.Succeeded().Output,
            StringComparison.Ordinal);
    }
}
