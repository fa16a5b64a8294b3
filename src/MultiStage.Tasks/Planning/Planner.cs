using MultiStage.Planning.Core;
using MultiStage.Planning.Features;
using MultiStage.Planning.Kinds;
using MultiStage.Planning.Layouts;
using MultiStage.Planning.Options;
using MultiStage.Planning.Runtime;
using MultiStage.Planning.Stages;

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
        var request = Request(solution, options);
        foreach (var feature in request.Features)
            request.Kind.Accept(feature.StageWithRuntime(request), solution);
        foreach (var feature in request.Features)
            feature.Check(request);

        var contributions = request.Features.Select(feature => (Feature: feature, Added: feature.Contribute(request))).ToList();
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

    /// <summary>What is unlikely to be meant.</summary>
    public static IReadOnlyList<PlanWarning> Warnings(SolutionModel solution, ContainerOptions options)
    {
        var request = Request(solution, options);
        return [.. request.Features.Warnings(request), .. request.Kind.Warnings(solution)];
    }

    /// <summary>What the parts of the plan are made from.</summary>
    public static StageRequest Request(SolutionModel solution, ContainerOptions options)
    {
        var kind = AppKinds.Of(solution, options);
        var image = kind.BaseImage(solution, options);
        return new StageRequest(
            solution, kind.Complete(solution, options), image, kind.SdkImage(solution, options, image),
            ImagePath.Of(options.WorkingDirectory.Length == 0 ? "/app" : options.WorkingDirectory), kind,
            BuildLayouts.Choose(solution, options, kind), FeatureList.All);
    }
}
