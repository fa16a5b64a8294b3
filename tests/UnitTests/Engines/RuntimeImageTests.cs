using MultiStage.Diagnostics;
using MultiStage.Engines.Embedded;
using MultiStage.Planning.Options;
using MultiStage.UnitTests.Planning.Stages;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Engines;

/// <summary>What the embedded engine makes of stages and steps of the project's own.</summary>
public sealed class RuntimeImageTests
{
    [Fact]
    public void Settings_need_nothing_to_run()
    {
        var image =
            RuntimeImage.Of(
                OwnStageTests.Plan(
                    new StageOptions { Items = [PlanReading.Volume("/data"), PlanReading.Healthcheck("/app/probe", retries: "2")],
                        StopSignal = "SIGINT" }), "final");
        Assert.Equal(InImage("/app"), image.Settings.WorkingDirectory);
        Assert.Equal(["/data"], image.Settings.Volumes.Texts());
        Assert.Equal("SIGINT", image.Settings.StopSignal);
        Assert.Equal(2, image.Settings.Healthcheck!.Retries);
    }

    [Theory]
    [InlineData("final", "ContainerRun 'x'")]
    [InlineData("base", "ContainerRun 'x'")]
    [InlineData("build", "ContainerRun 'x'")]
    [InlineData("publish", "ContainerRun 'x'")]
    public void A_command_in_any_stage_of_the_image_is_refused_by_its_item(string stage, string item) =>
        AssertRefused(item, new StageOptions { Runs = [new RunOption("x", "x", new PlaceOption(stage))] });

    [Fact]
    public void So_are_packages_and_files()
    {
        AssertRefused("ContainerPackage 'curl'", new StageOptions { Packages = [new("curl")] });
        AssertRefused("ContainerRun 'x'", new StageOptions { Runs = [new RunOption("x", "x", new PlaceOption())] });
        AssertRefused("ContainerCopy 'x'", new StageOptions { Copies = [new CopyOption("x", ["x"], "/x", new PlaceOption("build"))] });
        AssertRefused("ContainerCopy 'x'",
            new StageOptions { Copies = [new CopyOption("x", ["/x"], "/x", new PlaceOption()) { From = "example.com/tools:1" }] });
    }

    [Fact]
    public void Files_of_the_context_are_copied()
    {
        var image = RuntimeImage.Of(OwnStageTests.Plan(new StageOptions { Copies = [new CopyOption("x", ["x"], "y/", new PlaceOption())] }),
            "final");
        Assert.Contains(image.Files, file => file.Step is CopyStep { From: "", Destination.Text: "/app/y/" });
    }

    [Fact]
    public void What_the_target_does_not_need_is_no_obstacle() =>
        RuntimeImage.Of(
            OwnStageTests.Plan(
                new StageOptions { Stages = [new("tools"), new("more", "final")],
                    Runs = [new RunOption("x", "x", new PlaceOption("tools"))] }), "final");

    private static void AssertRefused(string item, StageOptions items)
    {
        var exception = Assert.Throws<ContainerException>(() => RuntimeImage.Of(OwnStageTests.Plan(items), "final"));
        Assert.Equal("MST3015", exception.Descriptor.Code);
        Assert.Contains(item, exception.Message, StringComparison.Ordinal);
    }
}
