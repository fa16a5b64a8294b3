using MultiStage.Diagnostics;
using MultiStage.Planning.Builder;
using MultiStage.Planning.Core;

namespace MultiStage.Planning.Features;

/// <summary>Packages that take the version of an assembly from the history of Git, which no build context has.</summary>
internal sealed class VersionToolsFeature : IFeature
{
    /// <summary>One warning for each package, and each command of a target, that finds no history in the builder.</summary>
    public IEnumerable<PlanWarning> Warnings(StageRequest request) =>
        HistoryReads.IsBrought(request.Options)
            ? []
            : VersionTool.All.Where(tool => request.Solution.VersionTools.Contains(tool.Package))
                .Select(tool =>
                    new PlanWarning(ProjectDiagnostics.VersionFromGit, request.Solution.Project, tool.Package, tool.Consequence,
                        tool.Resolution) { IsOfBuilder = true })
                .Concat(request.Solution.GitCommands.Select(command =>
                    new PlanWarning(ProjectDiagnostics.AsksGit, command.Name, command.Value) { IsOfBuilder = true }));
}
