using MultiStage.Engines.Progress;

namespace MultiStage.UnitTests.Engines;

public sealed class RunningStagesTests
{
    [Fact]
    public void The_stage_that_works_longest_is_shown_until_it_is_done()
    {
        var stages = new RunningStages();
        Assert.Equal("", stages.Shown);
        stages.Started("1", "build");
        stages.Started("2", "final");
        Assert.Equal("build", stages.Shown);
        stages.Finished("2");
        Assert.Equal("build", stages.Shown);
        stages.Started("3", "assets");
        stages.Started("4", "build");
        stages.Finished("1");
        Assert.Equal("build", stages.Shown);
        stages.Finished("4");
        Assert.Equal("assets", stages.Shown);
        stages.Finished("3");
        Assert.Equal("assets", stages.Shown);
        stages.Started("5", "publish");
        Assert.Equal("publish", stages.Shown);
    }
}
