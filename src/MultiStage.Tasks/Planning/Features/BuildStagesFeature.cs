using MultiStage.Diagnostics;
using MultiStage.Planning.Core;
using MultiStage.Planning.Layouts;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Features;

/// <summary>Groups of projects that are asked for and cannot be.</summary>
internal sealed class BuildStagesFeature : IFeature
{
    public IEnumerable<PlanWarning> Warnings(StageRequest request)
    {
        if (request.Options.BuildStages == BuildStagesNames.Grouped
            && GroupedLayout.Obstacle(request.Solution, request.Options) is { } reason)
            yield return new PlanWarning(UnitDiagnostics.NoGroups, reason) { IsOfBuilder = true };
    }
}
