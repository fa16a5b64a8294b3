using System.Text.RegularExpressions;

namespace MultiStage.PackageTests;

/// <summary>Without ContainerMultiStage, a project with the package is a project without it.</summary>
public sealed class InertTests
{
    private static readonly string[] DesignTime =
        ["msbuild", "App/App.csproj", "-nologo", "-t:ResolveAssemblyReferences;ResolveProjectReferences;Compile", "-p:DesignTimeBuild=true",
            "-p:BuildingInsideVisualStudio=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true"];

    [Theory]
    [InlineData("Microsoft.NET.Sdk")]
    [InlineData("Microsoft.NET.Sdk.Web")]
    [InlineData("Microsoft.NET.Sdk.Worker")]
    public async Task Build_publish_and_design_time_build_are_the_same(string sdk)
    {
        // The same folder each time: compilers write paths into their output.
        using var workspace = Projects.NewWorkspace();
        var without = await RunAsync(workspace, Door.None, sdk);
        foreach (var door in new[] { Door.SdkElement, Door.PackageReference })
        {
            var with = await RunAsync(workspace, door, sdk);
            Assert.Equal(without.Output, with.Output);
            Assert.Equal(without.CommandLine, with.CommandLine);
            // What is added are the entries for people, which nothing calls.
            Assert.Equal(
                ["GenerateCompose", "GenerateDockerfile", "_CaptureContainerCommand", "_CaptureContainerLabels", "_CaptureContainerOptions",
                    "_CaptureInferredCommand", "_CheckContainerProject", "_CleanContainerFolder", "_DescribeForCompose",
                    "_DescribeForComposeOfAll", "_GenerateComposeOfAll", "_GenerateComposeOfProject", "_GenerateContainerFiles",
                    "_GenerateForOnlyFramework", "_OpenContainerSession", "_OpenContainerSessionForBuild", "_RequireSdk",
                    "_TakeNoTimeForTag"],
                with.Targets.Except(without.Targets).Order(StringComparer.Ordinal));
            Assert.Empty(without.Targets.Except(with.Targets));
            Assert.Equal(without.Ran, with.Ran);
        }
    }

    [Fact]
    public async Task The_in_box_image_build_is_left_alone()
    {
        // A value that MultiStage.Sdk refuses and the in-box targets drop with a warning.
        const string odd = """<ItemGroup><ContainerEnvironmentVariable Include="not a name" Value="1" /></ItemGroup>""";
        string[] command = ["build", "App/App.csproj", "--no-restore", "-target:ComputeContainerConfig", "-getProperty:ContainerRepository",
            "-getProperty:ContainerBaseImage", "-getItem:ContainerLabel"];
        using var workspace = Projects.NewWorkspace().WriteApp(Door.None, "Microsoft.NET.Sdk.Web", odd);
        string Stable(string json) => Regex.Replace(json, @"\d{4}-\d\d-\d\dT[^""]*", "NOW");
        var without = Stable((await workspace.DotNetAsync("", command)).Succeeded().Output);
        workspace.WriteApp(Door.SdkElement, "Microsoft.NET.Sdk.Web", odd);
        Assert.Equal(without, Stable((await workspace.DotNetAsync("", command)).Succeeded().Output));
        // A library has no image, and nobody says so unless asked.
        workspace.Write("App/App.csproj",
            Projects.Text(Door.SdkElement, "Microsoft.NET.Sdk", "<PropertyGroup><OutputType>Library</OutputType></PropertyGroup>"));
        (await workspace.DotNetAsync("", ["msbuild", "App/App.csproj", "-t:ComputeContainerBaseImage"])).Succeeded();
    }

    private static async Task<Result> RunAsync(Workspace workspace, Door door, string sdk)
    {
        workspace.Clean();
        if (door == Door.None)
            workspace.WriteApp(door, sdk);
        else
            workspace.Write("App/App.csproj", Projects.Text(door, sdk));
        (await workspace.DotNetAsync("", ["restore", "App/App.csproj"])).Succeeded();
        var publish = (await workspace.DotNetAsync("", ["publish", "App/App.csproj", "--no-restore", "-nologo", "-v:d"])).Succeeded();
        if (sdk == "Microsoft.NET.Sdk")
            (await workspace.DotNetAsync("", ["build", "App/App.csproj", "--no-restore", "-nologo", "-v:q"])).Succeeded();
        var output = Projects.Hashes(workspace.Path("App/bin"));
        var commandLine =
            (await workspace.DotNetAsync("",
                [.. DesignTime, "-getItem:CscCommandLineArgs", "-getItem:Compile", "-getItem:ReferencePath"])).Succeeded().Output;
        var targets = (await workspace.DotNetAsync("", ["msbuild", "App/App.csproj", "-targets", "-nologo"])).Succeeded().Output;
        // Order follows where the container targets are imported, which nothing depends on.
        var ran = Regex.Matches(publish.Output, "^ *(?:\\d+:\\d+>)?Target \"(\\w+)\" in file", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value);
        return new Result(output, commandLine,
            [.. targets.Split('\n').Select(line => line.Trim()).Where(line => Regex.IsMatch(line, @"^\w+$"))],
            [.. ran.Order(StringComparer.Ordinal)]);
    }

    private sealed record Result(IReadOnlyList<string> Output, string CommandLine, IReadOnlyList<string> Targets,
        IReadOnlyList<string> Ran);
}
