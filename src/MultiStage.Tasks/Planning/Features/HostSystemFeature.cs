using MultiStage.Diagnostics;
using MultiStage.Planning.Core;

namespace MultiStage.Planning.Features;

/// <summary>What evaluation on another system than Linux cannot know.</summary>
internal sealed class HostSystemFeature : IFeature
{
    /// <summary>One warning for each file that asks for the operating system.</summary>
    public IEnumerable<PlanWarning> Warnings(StageRequest request) =>
        request.Solution.SystemConditions.Sorted().Select(file => new PlanWarning(ProjectDiagnostics.AsksForSystem, file));
}
