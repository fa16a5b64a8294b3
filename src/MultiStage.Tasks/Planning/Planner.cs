using MultiStage.Planning.Core;
using MultiStage.Planning.Features;
using MultiStage.Planning.Kinds;

namespace MultiStage.Planning;

/// <summary>
/// Turns what evaluation found and what the options say into the plan. Pure: no disk, clock, environment or process,
/// and the order of its inputs never shows in the result.
/// </summary>
internal static class Planner
{
    /// <summary>Makes the plan.</summary>
    /// <exception cref="Diagnostics.ContainerException">An option is invalid.</exception>
    public static BuildPlan Plan(SolutionModel solution, ContainerOptions options)
    {
        OptionRules.Check(options);
        var request = StageRequest.Of(solution, options);
        foreach (var feature in FeatureList.All)
            request.Kind.Accept(feature.StageWithRuntime(request), solution);
        foreach (var feature in FeatureList.All)
            feature.Check(request);

        var contributions = FeatureList.All.Select(feature => (Feature: feature, Added: feature.Contribute(request))).ToList();
        var added = StageContribution.Of([.. contributions.Select(one => one.Added)]);
        var build = request.Layout.Lay(request, added);
        IReadOnlyList<StageDraft> drafts = [RuntimeStages.Base(request), .. build.Stages, .. added.Stages, RuntimeStages.Final(request)];
        var steps = new List<StepAddition>();
        foreach (var (feature, own) in contributions)
            steps.AddRange([.. own.Steps, .. feature.Follow(request, drafts, [.. steps, .. own.Steps])]);
        ShellCheck.Check(drafts, steps);

        return new BuildPlan(
            solution.Project,
            [new BuildArgument("BUILD_CONFIGURATION", "Release")],
            StageComposer.Compose(drafts, steps),
            build.Context)
        {
            Publish = build.Publish,
            Tests = added.Tests,
        };
    }
}
