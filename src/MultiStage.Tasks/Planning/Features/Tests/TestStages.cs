using MultiStage.Planning.Layouts;
using MultiStage.Planning.Kinds;
using MultiStage.Planning.Core;
using MultiStage.Diagnostics;

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

    /// <summary>In the folder of a test project: the exit code of a run that was not successful.</summary>
    public const string ExitCodeFile = "exit-code";

    /// <summary>All stages that exist for tests.</summary>
    public static readonly IReadOnlyList<string> Names = [Verdict, Run, Results];

    private const string PassedFolder = BuilderFolders.Output + "/test-passed";

    /// <summary>Whether the file has the stages.</summary>
    public static bool AreWanted(SolutionModel solution, StageOptions items) =>
        solution.Tests.Tests.Count > 0 && (items.Tests.IsDeclared || Names.Contains(items.Asked));

    public static StageContribution Contribute(StageRequest request)
    {
        if (!AreWanted(request.Solution, request.Options.Items))
            return StageContribution.None;
        var runs = TestRun.Of(request.Solution.Tests.Tests);
        var inputs = new InputPlan(InputPlan.TestsOf(request.Solution), "test-");
        return new StageContribution
        {
            Stages = [.. inputs.CarrierStages, RunStage(request, inputs, runs), ResultStage(), VerdictStage(runs)],
            Steps = request.Options.Items.Tests.BeforePublish ? [Gate()] : [],
        };
    }

    private static StageDraft RunStage(StageRequest request, InputPlan inputs, IReadOnlyList<TestRun> runs)
    {
        var commands = new TestCommands(request.Options);
        var access = new FeedAccess(WithFeedsOfTests(request.Solution), request.Options);
        var restore = new RunStep([.. runs.Select(run => commands.Restore(run, access.Environment))], access.Mounts);
        return new StageDraft(Run, KnownStages.Build, "runs the tests and keeps what they say",
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

    private static SolutionModel WithFeedsOfTests(SolutionModel solution) => solution with
    {
        RemoteFeeds = [.. solution.RemoteFeeds, .. solution.Tests.RemoteFeeds],
        FeedVariables = [.. solution.FeedVariables.Union(solution.Tests.FeedVariables)],
    };

    private static StageDraft ResultStage() =>
        new(Results, StageNames.Scratch, "holds the results of the tests alone, for --output",
            [new StepBlock(Block, new CopyStep([TestRun.Root + "/"], "/", Run))]);

    private static StageDraft VerdictStage(IReadOnlyList<TestRun> runs) =>
        new(Verdict, Run, "fails when a test has failed",
            [new StepBlock(Block, new RunStep([.. runs.Select(run => new Command(["test", "!", "-e", run.ExitCode], [])), TestCommands.MakeFolders([PassedFolder])], []))])
        { OnBuildPlatform = true };

    // An empty folder: nothing of the tests gets into the image, and the image cannot be made without them.
    private static StepAddition Gate() => new(KnownStages.Final, Block, new CopyStep([PassedFolder + "/"], "./", Verdict))
    {
        Origin = "ContainerTestBeforePublish",
        Before = StepNames.App,
    };

    /// <exception cref="ContainerException">MST5208: coverage is asked for and nothing measures it.</exception>
    public static void Check(SolutionModel solution, StageOptions items)
    {
        if (items.Tests.WithCoverage && AreWanted(solution, items)
            && solution.Tests.Tests.OrderBy(test => test.Path, StringComparer.Ordinal).FirstOrDefault(test => test.Coverage == CoverageTool.None) is { } without)
            throw new ContainerException(TestDiagnostics.NoCoverageTool, without.Path);
    }
}
