using MultiStage.Planning.Core;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Layouts;

/// <summary>Which layout a build has.</summary>
internal static class BuildLayouts
{
    // Below, one stage compiles all in the time that groups need to start.
    private const int FewProjects = 12;

    public static IBuildLayout Choose(SolutionModel solution, ContainerOptions options, AppKind kind) => options.BuildStages switch
    {
        BuildStagesNames.Grouped when GroupedLayout.Obstacle(solution, options) is null => new GroupedLayout(solution, kind),
        BuildStagesNames.Auto when solution.Projects.Count > FewProjects && GroupedLayout.Obstacle(solution, options) is null =>
            new GroupedLayout(solution, kind),
        _ => SingleLayout.Instance,
    };
}
