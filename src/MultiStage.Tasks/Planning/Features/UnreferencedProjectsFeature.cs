using System.Text.RegularExpressions;
using MultiStage.Diagnostics;
using MultiStage.Planning.Core;

namespace MultiStage.Planning.Features;

/// <summary>Projects that a target builds or runs and none references: they do not travel, so the builder misses them.</summary>
internal sealed partial class UnreferencedProjectsFeature : IFeature
{
    /// <summary>One warning for each that evaluation found.</summary>
    public IEnumerable<PlanWarning> Warnings(StageRequest request) =>
        request.Solution.TaskProjects.OrderBy(project => project.Path)
            .Select(project =>
                new PlanWarning(ProjectDiagnostics.ProjectNotReferenced, project.Path,
                    $"the target '{project.Target}'") { IsOfBuilder = true });

    /// <summary>Explains a step that missed one; null for other failures.</summary>
    public ContainerException? Explain(StepFailure failure) =>
        Missing().Match(failure.Output) is { Success: true } match
            ? new ContainerException(ProjectDiagnostics.ProjectNotReferenced, InContext(match), $"a step of the stage '{failure.Stage}'")
            : null;

    private static string InContext(Match match)
    {
        var path = match.Groups.Cast<Group>().Skip(1).First(group => group.Success).Value.Trim();
        var sources = BuilderFolders.Source.AsFolder.Text;
        return path.StartsWith(sources, StringComparison.Ordinal) ? path[sources.Length..] : path;
    }

    // The MSBuild task; dotnet build and dotnet run of an Exec.
    [GeneratedRegex("""MSB3202: The project file "([^"\n]+)" was not found|MSB1009: Project file does not exist\.\s*\n.*?Switch: ([^\n]*proj)\b|The provided file path does not exist: ([^\n]*proj)\b""")]
    private static partial Regex Missing();
}
