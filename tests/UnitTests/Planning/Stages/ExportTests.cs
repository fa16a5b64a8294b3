using MultiStage.Diagnostics;
using MultiStage.Planning;
using MultiStage.Planning.Options;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning.Stages;

/// <summary>The stage with the app as files.</summary>
public sealed class ExportTests
{
    [Theory]
    [InlineData(false, false, "", false)]
    [InlineData(false, false, "test", false)]
    [InlineData(false, false, "export", true)]
    [InlineData(true, false, "", true)]
    [InlineData(false, true, "", true)]
    public void The_stage_is_there_for_programs_of_one_file_and_for_who_asks(bool isAot, bool isSingleFile, string asked, bool expected)
    {
        var solution =
            Models.Web with { Publish = Models.Publish with { IsAot = isAot, IsSingleFile = isSingleFile, IsSelfContained = true } };
        var plan = Planner.Plan(solution, Models.Options with { Items = new StageOptions { Asked = asked } });
        Assert.Equal(expected, plan.Find("export") is not null);
    }

    [Fact]
    public void It_holds_every_layer_of_the_app_and_nothing_of_the_system()
    {
        var solution = Models.Solution(Models.ProjectAt("a/A.csproj", "P.cs") with { HasPackages = true },
            Models.ProjectAt("b/B.csproj", "C.cs"));
        solution = solution with { Publish = solution.Publish with { IsSelfContained = true } };
        var plan = Planner.Plan(solution,
            Models.Options with { BaseImage = "scratch", IsBaseImageOwn = true, Items = new StageOptions { Asked = "export" } });
        var stage = plan.Find("export")!;
        Assert.Equal("scratch", stage.From);
        Assert.Equal(
            ["/out/framework/", "/out/packages/", "/out/projects/", "/out/app/", "/out/symbols/"],
            stage.Steps.Cast<CopyStep>().Select(copy => Assert.Single(copy.Sources)).Texts());
        Assert.All(stage.Steps.Cast<CopyStep>(), copy => Assert.Equal(("publish", "/"), (copy.From, copy.Destination.Text)));
    }

    [Fact]
    public void Nothing_else_of_the_file_changes()
    {
        var without = Planner.Plan(Models.Web, Models.Options);
        var with = Planner.Plan(Models.Web, Models.Options with { Items = new StageOptions { Asked = "export" } });
        Assert.Equal(PlanText(without), PlanText(with with { Stages = [.. with.Stages.Where(stage => stage.Name != "export")] }));
    }

    [Theory]
    [InlineData(true, "-p:ContainerSymbols=true")]
    [InlineData(false, "")]
    public void The_command_line_s_wish_for_symbols_reaches_the_builder(bool keeps, string expected)
    {
        var text = DockerfileOf(Planner.Plan(Models.Web, Models.Options with { KeepsSymbols = keeps }));
        Assert.Equal(expected.Length > 0, text.Contains("ContainerSymbols", StringComparison.Ordinal));
        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("export"), InlineData("test"), InlineData("test-run"), InlineData("test-results")]
    public void Its_name_and_those_of_the_tests_are_taken(string name) =>
        Assert.Equal("MST5004",
            Assert.Throws<ContainerException>(
                () => Planner.Plan(Models.Web,
                    Models.Options with { Items = new StageOptions { Stages = [new StageOption(name)] } })).Descriptor.Code);

    private static string PlanText(BuildPlan plan) => MultiStage.Rendering.PlanJson.Write(plan);

    private static string DockerfileOf(BuildPlan plan) =>
        MultiStage.Rendering.DockerfileWriter.Write(plan, MultiStage.Rendering.DockerfileDialect.Portable);
}
