using MultiStage.Planning.Features;
using MultiStage.Planning.Layouts;
using MultiStage.Planning.Core;
using MultiStage.Planning.Features.Debugging;
using MultiStage.Planning.Features.Tests;
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
        var baseImage = BaseImage.Resolve(solution, options);
        if (baseImage == BaseImage.Scratch)
            options = ScratchImage.Complete(solution, options);
        var request = new StageRequest(
            solution, options, baseImage, SdkImage.Resolve(solution, options, baseImage),
            options.WorkingDirectory.Length == 0 ? "/app" : options.WorkingDirectory);
        if (solution.Publish.IsStaticSite)
            StaticSite.CheckStages(solution, options.Items);
        TestStages.Check(solution, options.Items);
        var hasTests = TestStages.AreWanted(solution, options.Items);
        var inputs = new InputPlan(solution, apart: hasTests ? [.. solution.Tests.Projects.Select(project => ContextPath.Folder(project.Path))] : []);
        var added = StageSources.Contribute(request);
        inputs.Separate(added.ForeignFolders, request.SdkImage);
        var build = new BuildStages(solution, options, inputs);
        var layers = AppLayers.For(solution);
        var debug = new DebugStages(request, layers);
        IReadOnlyList<StageDraft> drafts =
        [
            RuntimeStages.Base(request),
            .. inputs.CarrierStages,
            build.Build(request.SdkImage),
            build.Publish(layers, baseImage),
            .. added.Stages,
            .. debug.Stages,
            RuntimeStages.Final(request, layers),
        ];

        IReadOnlyList<StepAddition> steps = [.. OsPackages.Additions(options.Items.Packages, drafts), .. added.Steps];
        steps = [.. steps, .. debug.Additions(steps)];
        ShellCheck.Check(drafts, steps);

        return new BuildPlan(
            solution.Project,
            [new BuildArgument("BUILD_CONFIGURATION", "Release")],
            StageComposer.Compose(drafts, steps),
            (hasTests ? new InputPlan(InputPlan.WithTests(solution)) : inputs).Context(added.ContextInputs, added.ContextExclusions))
        {
            Publish = build.Intent(layers, baseImage),
            Tests = hasTests ? [.. TestRun.Of(solution.Tests.Tests).Select(run => new PlannedTest(run.Name, run.Project.Path))] : null,
        };
    }
}
