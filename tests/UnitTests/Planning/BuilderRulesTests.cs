using MultiStage.Diagnostics;
using MultiStage.Graph;
using MultiStage.Planning;
using MultiStage.Planning.Builder;
using MultiStage.Planning.Features;
using MultiStage.Planning.Images;
using MultiStage.Planning.Options;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning;

/// <summary>What is known before a builder runs: SDK, workloads, projects that will be missing.</summary>
public sealed class BuilderRulesTests
{
    private static readonly string[] Policies = ["", "disable", "patch", "latestPatch", "feature", "latestFeature", "minor", "latestMinor",
        "major", "latestMajor"];

    // The tag that is taken, or the error, for each policy in the order above.
    [Theory]
    [InlineData("10.0.401", "10.0.401 10.0.401 10.0.401 10.0.401 10.0 10.0 10.0 10.0 10.0 10.0")]
    [InlineData("8.0.100", "- - - - - - - - 10.0 10.0")]
    [InlineData("9.0.300", "- - - - - - - - 10.0 10.0")]
    [InlineData("11.0.100", "11.0.100 11.0.100 11.0.100 11.0.100 11.0 11.0 11.0 11.0 11.0 11.0")]
    public void A_pin_of_the_sdk_is_obeyed_or_refused_when_planning(string version, string expected)
    {
        foreach (var (policy, tag) in Policies.Zip(expected.Split(' ')))
            Assert.Equal((policy, tag), (policy, Tag(version, policy, "global.json")));
    }

    [Fact]
    public void A_pin_that_the_builder_does_not_see_has_no_say() => Assert.Equal("10.0", Tag("8.0.100", "", "src/global.json"));

    [Fact]
    public void The_message_has_version_policy_and_way_out()
    {
        var error =
            Assert.Throws<ContainerException>(() => SdkImage.Resolve(Pinned("8.0.100", "", "global.json"), Models.Options, Models.AspNet));
        Assert.Equal("MST1053", error.Descriptor.Code);
        foreach (var part in new[] { "8.0.100", "latestPatch", "10.0", "\"rollForward\": \"latestMajor\"" })
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Microsoft.NET.Runtime.MonoAOTCompiler.Task.net10 Microsoft.NET.Runtime.WebAssembly.Sdk.net10", "wasm-tools")]
    [InlineData("Microsoft.NET.Sdk.Maui", "maui")]
    [InlineData("Other.Pack", "NAME")]
    public void A_workload_is_refused_by_name(string packs, string workload)
    {
        var error =
            Assert.Throws<ContainerException>(() => Workloads.Check(Models.Web with { WorkloadPacks = packs.Split(' ') }, Models.Options));
        Assert.Equal("MST1054", error.Descriptor.Code);
        Assert.Contains($"dotnet workload install {workload}\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workload_that_the_project_sees_to_is_none_of_ours()
    {
        var solution = Models.Web with { WorkloadPacks = ["Microsoft.NET.Runtime.WebAssembly.Sdk"] };
        Workloads.Check(Models.Web, Models.Options);
        Workloads.Check(solution, Models.Options with { SdkImage = "registry.example/sdk-wasm:10.0" });
        Workloads.Check(solution,
            Models.Options with { Items =
                new StageOptions { Runs = [
                    new RunOption("w", "dotnet workload install wasm-tools", new PlaceOption("build", "restore"))] } });
    }

    [Fact]
    public void An_older_sdk_is_refused_by_targets_in_the_words_of_the_catalogue()
    {
        var targets = File.ReadAllText(Path.Combine(Repository.Folder, "src", "MultiStage.Sdk", "build", "MultiStage.Dockerfile.targets"));
        var sdk = ProjectDiagnostics.OlderSdk;
        Assert.Contains($"Code=\"{sdk.Code}\"", targets, StringComparison.Ordinal);
        Assert.Contains($"{sdk.FormatMessage(["$(NETCoreSdkVersion)"])} {sdk.FormatFix([])}",
            targets.Replace("&quot;", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/src/src/App/App.csproj(5,5): error MSB3202: The project file \"../../tools/Gen/Gen.csproj\" was not found.",
        "../../tools/Gen/Gen.csproj")]
    [InlineData("x.targets(1,1): error MSB3202: The project file \"/src/tools/Gen/Gen.csproj\" was not found. [/src/App.csproj]",
        "tools/Gen/Gen.csproj")]
    [InlineData("one\nMSBUILD : error MSB1009: Project file does not exist.\nSwitch: ../tools/Gen.csproj\nlast", "../tools/Gen.csproj")]
    [InlineData("The provided file path does not exist: /src/tools/Gen.fsproj.", "tools/Gen.fsproj")]
    [InlineData("error CS0103: The name 'Made' does not exist", null)]
    [InlineData("", null)]
    public void A_step_that_missed_a_project_is_explained(string output, string? project)
    {
        var error = new UnreferencedProjectsFeature().Explain(new StepFailure("publish", "", output));
        Assert.Equal(project is null ? null : "MST1052", error?.Descriptor.Code);
        if (project is not null)
        {
            Assert.Contains($"'{project}'", error!.Message, StringComparison.Ordinal);
            Assert.Contains("ReferenceOutputAssembly=\"false\"", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Each_project_of_a_task_is_one_warning() =>
        Assert.Equal(
            ["'a/A.csproj' is needed by the target 'T'", "'b/B.csproj' is needed by the target 'Gen'"],
            Planner.Warnings(
                Models.Web with { TaskProjects = [new TaskProject(InContext("b/B.csproj"), "Gen"),
                    new TaskProject(InContext("a/A.csproj"), "T")] },
                Models.Options)
                .Where(warning => warning.Descriptor.Code == "MST1052").Select(warning => warning.Message.Split(',')[0]));

    [Theory]
    [InlineData("Condition=\"$([MSBuild]::IsOSPlatform('Linux'))\"", true)]
    [InlineData("Condition=\"$([MSBuild]::IsOsUnixLike())\"", true)]
    [InlineData("Condition=\"'$(OS)' == 'Windows_NT'\"", true)]
    [InlineData("$([System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)", true)]
    [InlineData("Condition=\"'$(OSX)' == 'a'\"", false)]
    [InlineData("<TargetFramework>net10.0</TargetFramework>", false)]
    public void Questions_for_the_system_are_found(string text, bool expected) => Assert.Equal(expected, SystemConditions.Asks(text));

    private static string Tag(string version, string policy, string file)
    {
        try
        {
            return SdkImage.Resolve(Pinned(version, policy, file), Models.Options, Models.AspNet).Split(':')[1];
        }
        catch (ContainerException exception) when (exception.Descriptor.Code == "MST1053")
        {
            return "-";
        }
    }

    private static SolutionModel Pinned(string version, string policy, string file) => Models.Web with
    {
        SharedInputs = [InContext(file)],
        Publish = Models.Publish with { GlobalJsonVersion = version, GlobalJsonRollForward = policy },
    };
}
