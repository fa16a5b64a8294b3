using MultiStage.Planning.Builder;
using MultiStage.Planning.Core;
using MultiStage.Planning.Inputs;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Features.Tests;

/// <summary>
/// The stages of the tests. <c>test-run</c> runs them and succeeds whatever they say, so that <c>test-results</c> can bring
/// the results out; <c>test</c> fails when a test failed, so that a plain build of it, or of what needs it, fails.
/// </summary>
internal static class TestStages
{
    public const string Run = "test-run";
    public const string Results = "test-results";
    public const string Verdict = "test";

    /// <summary>Name of the block that runs the tests.</summary>
    public const string Block = "tests";

    /// <summary>The argument that makes the tests run again; another value is all it takes.</summary>
    public const string AttemptArgument = "TEST_ATTEMPT";

    /// <summary>All stages that exist for tests.</summary>
    public static readonly IReadOnlyList<string> Names = [Verdict, Run, Results];

    private static readonly ImagePath PassedFolder = BuilderFolders.Output / "test-passed";

    /// <summary>Of stages that carry inputs of the tests.</summary>
    public const string InputPrefix = "test-";

    /// <summary>The stages that run the tests and tell what came of it.</summary>
    public static IReadOnlyList<StageDraft> Drafts(StageRequest request, IReadOnlyList<TestRun> runs)
    {
        var inputs = new InputPlan(request.Solution.Tests.Without(request.Solution), InputPrefix);
        return [.. inputs.CarrierStages, RunStage(request, inputs, runs), ResultStage(), VerdictStage(runs)];
    }

    private static StageDraft RunStage(StageRequest request, InputPlan inputs, IReadOnlyList<TestRun> runs)
    {
        var commands = new TestCommands(request.Options);
        var access = new FeedAccess(request.Solution.WithTests, request.Options);
        var restore = new RunStep([.. runs.Select(run => commands.Restore(run, access.Environment))], access.Mounts);
        return new StageDraft(Run, request.Layout.SourcesStage, "runs the tests and keeps what they say",
        [
            new StepBlock(StepNames.Packages),
            new StepBlock(StepNames.Restore, [.. inputs.RestoreSteps, restore]),
            new StepBlock(StepNames.Sources, [.. inputs.SourceSteps, new RunStep([.. runs.Select(commands.Build)], [])]),
            new StepBlock(Block,
                new ArgumentStep(AttemptArgument, "0"),
                new RunStep([TestCommands.MakeFolders(runs.Select(run => run.Folder)), .. runs.SelectMany(commands.Test)], [])),
        ])
        { OnBuildPlatform = true };
    }

    private static StageDraft ResultStage() =>
        new(Results, StageNames.Scratch, "holds the results of the tests alone, for --output",
            [new StepBlock(Block, new CopyStep([TestRun.Root.AsFolder], ImagePath.Root, Run))]);

    private static StageDraft VerdictStage(IReadOnlyList<TestRun> runs) =>
        new(Verdict, Run, "fails when a test has failed",
            [new StepBlock(Block,
                new RunStep(
                    [.. runs.Select(run => new Command(["test", "!", "-e", run.ExitCode.Text], [])),
                        TestCommands.MakeFolders([PassedFolder])],
                    []))])
        { OnBuildPlatform = true };

    /// <summary>Makes final need the tests to pass.</summary>
    // An empty folder: nothing of the tests gets into the image, and the image cannot be made without them.
    public static StepAddition Gate() => new(KnownStages.Final, Block, new CopyStep([PassedFolder.AsFolder], ImagePath.Here, Verdict))
    {
        Origin = "ContainerTestBeforePublish",
        Before = StepNames.App,
    };
}
