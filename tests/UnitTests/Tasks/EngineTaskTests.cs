using Microsoft.Build.Framework;
using MultiStage.Engines.Embedded;
using MultiStage.Tasks;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Tasks;

/// <summary>What the tasks around an engine tell MSBuild, and what they hand on to one another.</summary>
public sealed class EngineTaskTests
{
    private const string Project = "/r/App/App.csproj";

    [Fact]
    public void The_engine_is_kept_for_the_tasks_of_the_instance_and_no_other()
    {
        Dictionary<object, object> registered = [];
        var engine = new RecordingBuildEngine(Globals("Release"), registered);
        var session = Sessions.Open(engine, Project);
        var other = Sessions.Open(new RecordingBuildEngine(Globals("Debug"), registered), Project);
        using var task = new SelectContainerEngine { BuildEngine = engine, ProjectFile = Project, Engine = "embedded" };
        Assert.True(task.Execute());
        Assert.Equal(("embedded", "portable", true), (task.SelectedEngine, task.Dialect, task.NeedsHostPublish));
        Assert.Equal(("embedded", null), (session.Engine?.Name, other.Engine));
    }

    [Fact]
    public void An_unknown_engine_is_one_error_at_the_project()
    {
        var engine = new RecordingBuildEngine();
        using var task = new SelectContainerEngine { BuildEngine = engine, ProjectFile = Project, Engine = "nope" };
        Assert.False(task.Execute());
        Assert.Equal(("MST2009", Project), (Assert.Single(engine.Errors).Code, engine.Errors[0].File));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Options_that_do_nothing_are_named(bool hasOutput, bool noBuild)
    {
        var engine = new RecordingBuildEngine();
        using var task = new SelectContainerEngine { BuildEngine = engine, ProjectFile = Project, Engine = "embedded",
            HasOutputFolder = hasOutput, NoBuild = noBuild };
        Assert.True(task.Execute());
        // What was built on this machine is what the embedded engine takes.
        Assert.Equal(hasOutput ? ["MST3024"] : [], engine.Warnings.Select(warning => warning.Code));
    }

    [Fact]
    public void A_stage_is_told_once_and_its_target_is_entered_each_time()
    {
        var engine = new RecordingBuildEngine();
        using var progress = new StageProgress(engine, Project, Sessions.Open(engine, Project));
        foreach (var stage in (string[])["build", "publish", "build", "own", "final"])
            progress.Start(stage);
        progress.Complete();
        progress.Pump(new Microsoft.Build.Utilities.TaskLoggingHelper(engine, "Test"));
        Assert.Equal(["ContainerStage_build", "ContainerStage_publish", "ContainerStage_build", "ContainerStage_final"], engine.Targets);
        Assert.Equal(["App: building stage build", "App: building stage publish", "App: building stage own", "App: building stage final"],
            engine.High);
    }

    [Fact]
    public void Two_instances_of_a_project_have_progress_of_their_own()
    {
        Dictionary<object, object> registered = [];
        var (first, second) = (new RecordingBuildEngine(Globals("Release"), registered),
            new RecordingBuildEngine(Globals("Debug"), registered));
        using var one = new StageProgress(first, Project, Sessions.Open(first, Project));
        using var two = new StageProgress(second, Project, Sessions.Open(second, Project));

        one.Post(log => log.LogMessage(MessageImportance.High, "of the first"));
        one.Start("build");
        two.Post(log => log.LogMessage(MessageImportance.High, "of the second"));
        two.Complete();
        using var await = new AwaitContainerStage { BuildEngine = second, ProjectFile = Project };
        Assert.True(await.Execute());
        Assert.Equal(["of the second"], second.High);
        Assert.Empty(first.High);
    }

    [Fact]
    public void Progress_that_is_over_leaves_nothing()
    {
        var engine = new RecordingBuildEngine();
        var session = Sessions.Open(engine, Project);
        new StageProgress(engine, Project, session).Dispose();
        Assert.Null(session.Progress);
        using var await = new AwaitContainerStage { BuildEngine = engine, ProjectFile = Project };
        Assert.True(await.Execute());
    }

    [Fact]
    public async Task A_finder_of_the_embedded_engine_asks_for_a_publish_on_this_machine()
    {
        var probe = await new EmbeddedFinder().ProbeAsync(default);
        Assert.True(probe.Capabilities.NeedsHostPublish);
        Assert.Throws<InvalidOperationException>(() => probe.Open!(null));
    }

    private static Dictionary<string, string> Globals(string configuration) => new() { ["Configuration"] = configuration };
}
