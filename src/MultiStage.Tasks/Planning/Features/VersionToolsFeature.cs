using MultiStage.Diagnostics;
using MultiStage.Planning.Core;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Features;

/// <summary>Packages that take the version of an assembly from the history of Git, which no build context has.</summary>
internal sealed class VersionToolsFeature : IFeature
{
    /// <summary>One warning for each package that finds no history in the builder.</summary>
    public IEnumerable<PlanWarning> Warnings(StageRequest request) =>
        request.Options.Items.Copies.Any(IsHistory)
            ? []
            : VersionTool.All.Where(tool => request.Solution.VersionTools.Contains(tool.Package))
                .Select(tool =>
                    new PlanWarning(ProjectDiagnostics.VersionFromGit, request.Solution.Project, tool.Package, tool.Consequence,
                        tool.Resolution) { IsOfBuilder = true });

    private static bool IsHistory(CopyOption copy) =>
        copy.Place.Stage is KnownStages.Build or KnownStages.Publish && copy.Sources.Any(source => source.Split('/').Contains(".git"));
}
