using MultiStage.Diagnostics;
using MultiStage.Planning;
using MultiStage.Planning.Features;
using MultiStage.Planning.Features.Debugging;
using MultiStage.Planning.Features.Tests;
using MultiStage.Planning.Options;

namespace MultiStage.Tasks;

/// <summary>The plan that has the stage which is asked for.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="IsOnRequest">Whether it has the stage only because it is asked for: such a file is nobody else's.</param>
/// <param name="HasTarget">Whether there is the stage; else there is nothing to build.</param>
internal sealed record TargetChoice(BuildPlan Plan, bool IsOnRequest, bool HasTarget)
{
    /// <param name="solution">What evaluation found.</param>
    /// <param name="options">What the project says.</param>
    /// <param name="target"><c>ContainerTarget</c>.</param>
    /// <param name="isPartOfSolution">Whether a solution asks all its projects for the stage, and some may have no tests.</param>
    /// <exception cref="ContainerException">MST2001, MST5304: there is no such stage.</exception>
    public static TargetChoice Of(SolutionModel solution, ContainerOptions options, string target, bool isPartOfSolution)
    {
        var plan = Planner.Plan(solution, options);
        // What stands in the file only for the one who asks must not come and go in a file of the source tree.
        var isOnRequest = plan.Find(target) is null && FeatureList.All.OnRequest.Contains(target, StringComparer.Ordinal);
        if (isOnRequest)
            plan = Planner.Plan(solution, options with { Items = options.Items with { Asked = target } });
        if (plan.Find(target) is not null)
            return new TargetChoice(plan, isOnRequest, HasTarget: true);
        if (target == DebugFeature.Name)
            throw new ContainerException(DebugDiagnostics.NoDebugStage, options.Items.Debug.Stage);
        return isPartOfSolution && TestStages.Names.Contains(target)
            ? new TargetChoice(plan, isOnRequest, HasTarget: false)
            : throw new ContainerException(OptionDiagnostics.UnknownTarget, target,
                string.Join(", ", plan.Stages.Select(stage => stage.Name).Union(FeatureList.All.OnRequest)));
    }
}
