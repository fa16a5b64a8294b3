using MultiStage.Diagnostics;
using MultiStage.Planning.Core;

namespace MultiStage.Planning.Features;

/// <summary>What depends on the system that evaluates: another one than Linux, or one that is no container.</summary>
internal sealed class HostSystemFeature : IFeature
{
    /// <summary>
    /// One warning for each file that asks for the operating system, and each option that a container would have otherwise.
    /// </summary>
    public IEnumerable<PlanWarning> Warnings(StageRequest request) =>
        request.Solution.SystemConditions.Sorted().Select(file => new PlanWarning(ProjectDiagnostics.AsksForSystem, file))
            .Concat(request.Solution.OptionsOfContainer.Sorted().Select(option =>
                new PlanWarning(ProjectDiagnostics.OptionOfContainer, request.Solution.Project, option)));
}
