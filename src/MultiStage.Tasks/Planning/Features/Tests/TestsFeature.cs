using MultiStage.Diagnostics;
using MultiStage.Planning.Core;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Features.Tests;

/// <summary>The stages <c>test</c> and those behind it: the tests of the solution, run in the builder.</summary>
internal sealed class TestsFeature : IFeature
{
    public IReadOnlyList<string> Stages => TestStages.Names;

    public IReadOnlyList<string> StagePrefixes => [TestStages.InputPrefix + "restore-inputs-", TestStages.InputPrefix + "sources-"];

    public IReadOnlyList<string> StagesOnRequest => TestStages.Names;

    public ComposeRole RoleOf(string stage) => stage == TestStages.Verdict ? ComposeRole.BuildOnRequest : ComposeRole.None;

    /// <exception cref="ContainerException">MST5208: coverage is asked for and nothing measures it.</exception>
    public void Check(StageRequest request)
    {
        if (request.Options.Items.Tests.WithCoverage && AreWanted(request)
            && request.Solution.Tests.Tests.OrderBy(test => test.Path)
                .FirstOrDefault(test => test.Coverage == CoverageTool.None) is { } without)
            throw new ContainerException(TestDiagnostics.NoCoverageTool, without.Path);
    }

    public StageContribution Contribute(StageRequest request)
    {
        if (!AreWanted(request))
            return StageContribution.None;
        var runs = TestRun.Of(request.Solution.Tests.Tests);
        return new StageContribution
        {
            Stages = TestStages.Drafts(request, runs),
            Steps = request.Options.Items.Tests.BeforePublish ? [TestStages.Gate()] : [],
            FoldersApart = [.. request.Solution.Tests.Projects.Select(project => project.Path.Folder)],
            Inputs = request.Solution.WithTests,
            Tests = [.. runs.Select(run => new PlannedTest(run.Name, run.Project.Path))],
        };
    }

    private static bool AreWanted(StageRequest request) =>
        request.Solution.Tests.Tests.Count > 0
        && (request.Options.Items.Tests.IsDeclared || TestStages.Names.Contains(request.Options.Items.Asked));
}
