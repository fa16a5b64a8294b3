using MultiStage.Diagnostics;
using MultiStage.Planning;
using MultiStage.Planning.Options;
using MultiStage.Rendering;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning.Stages;

/// <summary>The stage that installs the tools of the stage debug.</summary>
public sealed class DebugToolTests
{
    [Fact]
    public void Tools_are_installed_by_name_each_once_and_without_their_packages()
    {
        var plan = Tools(new("dotnet-trace", "9.0.*"), new("Dotnet-Counters"), new("dotnet-trace", "", IsDefault: true),
            new("dotnet-trace", "9.0.*"), new("dotnet-dump", "", IsDefault: true));
        var run = plan.Find("debug-tools")!.Steps.OfType<RunStep>().Single();
        Assert.Equal(["Dotnet-Counters", "dotnet-dump", "dotnet-trace"],
            run.Commands.Where(command => command.Words.Count > 3).Select(command => ((LiteralWord)command.Words[3]).Text));
        var text = DockerfileWriter.Write(plan, DockerfileDialect.Portable);
        Assert.Contains("dotnet tool install Dotnet-Counters --tool-path /opt/dotnet-tools --allow-roll-forward \\\n", text,
            StringComparison.Ordinal);
        Assert.Contains("dotnet tool install dotnet-trace --version '9.0.*' --tool-path /opt/dotnet-tools --allow-roll-forward \\\n", text,
            StringComparison.Ordinal);
        Assert.Contains("&& rm -f /opt/dotnet-tools/.store/*/*/*/*/*.nupkg\n", text, StringComparison.Ordinal);
        Assert.True(plan.Find("debug-tools")!.OnBuildPlatform);
        Assert.Equal(plan.Find("build")!.From, plan.Find("debug-tools")!.From);
    }

    [Theory]
    [InlineData("10.0.1")]
    [InlineData("*")]
    [InlineData("*-*")]
    [InlineData("9.*")]
    [InlineData("9.0.0-preview.1+x")]
    [InlineData("[9.0, 10.0)")]
    public void A_version_may_be_a_range(string version) =>
        Assert.Contains(version, DockerfileWriter.Write(Tools(new DebugToolOption("dotnet-trace", version)), DockerfileDialect.Portable),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("dotnet trace", "")]
    [InlineData("--help", "")]
    [InlineData("a;b", "")]
    [InlineData("", "")]
    [InlineData("../x", "")]
    [InlineData("dotnet-trace@9.0", "")]
    [InlineData("a\nb", "")]
    [InlineData("dotnet-trace", "latest")]
    [InlineData("dotnet-trace", "--prerelease")]
    [InlineData("dotnet-trace", "1.0 2.0")]
    [InlineData("dotnet-trace", "1.0\n2")]
    [InlineData("dotnet-trace", "$(x)")]
    public void A_tool_with_a_wrong_name_or_version_is_an_error(string name, string version)
    {
        var exception = Assert.Throws<ContainerException>(() => Tools(new DebugToolOption(name, version)));
        Assert.Equal("MST5302", exception.Descriptor.Code);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void Two_versions_of_one_tool_are_an_error()
    {
        var exception = Assert.Throws<ContainerException>(() => Tools(new("dotnet-trace", "1.0"), new("Dotnet-Trace", "2.0")));
        Assert.Contains("'1.0' and '2.0'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tools_come_from_the_feeds_that_restore_asks()
    {
        var solution = Models.Solution(Models.ProjectAt("src/App/App.csproj", "Program.cs"), Models.ProjectAt("lib/Lib.csproj")) with
        {
            SharedInputs = [InContext("global.json"), InContext("nuget.config"), InContext("src/NuGet.Config"),
                InContext("lib/nuget.config"), InContext("Directory.Build.props"),
                InContext(".config/dotnet-tools.json")],
            FeedFolders = [InContext("feeds/local")],
            RemoteFeeds = ["private"],
            FeedVariables = ["FEED_KEY"],
        };
        var stage = Planner.Plan(solution,
            Models.Options with { Items =
                new StageOptions { Debug = new DebugOptions { Stage = "true", Tools = [new DebugToolOption("dotnet-trace")] } } })
                .Find("debug-tools")!;
        Assert.Equal(["nuget.config", "src/NuGet.Config", "feeds/local/"],
            stage.Steps.OfType<CopyStep>().SelectMany(copy => copy.Sources).Texts());
        Assert.Equal(["/src", "/src/src/App"], stage.Steps.OfType<WorkingDirectoryStep>().Select(step => step.Path).Texts());
        var run = stage.Steps.OfType<RunStep>().Single();
        Assert.Equal(["nugetconfig", "FEED_KEY"], run.Mounts.OfType<SecretMount>().Select(mount => mount.Id));
        Assert.Single(run.Mounts.OfType<CacheMount>());
        Assert.Contains(run.Commands[0].Environment, variable => variable is { Name: "FEED_KEY", IsSecretFile: true });
    }

    [Fact]
    public void The_order_of_items_says_nothing()
    {
        DebugToolOption[] tools = [new("b"), new("a", "1.0"), new("c", "", IsDefault: true), new("A", "", IsDefault: true)];
        Assert.Equal(PlanJson.Write(Tools(tools)), PlanJson.Write(Tools([.. tools.Reverse()])));
    }

    private static BuildPlan Tools(params DebugToolOption[] tools) =>
        OwnStageTests.Plan(new StageOptions { Debug = new DebugOptions { Stage = "true", Tools = tools } });
}
