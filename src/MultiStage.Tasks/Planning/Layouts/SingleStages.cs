using MultiStage.Planning.Core;
using MultiStage.Planning.Inputs;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Layouts;

/// <summary>The two stages of <see cref="SingleLayout"/>.</summary>
internal sealed class SingleStages(StageRequest request, InputPlan inputs)
{
    private readonly BuilderSteps steps = new(request);

    public StageDraft Build() => new(KnownStages.Build, request.SdkImage, "restores the packages and holds the sources",
    [
        new StepBlock(StepNames.Packages, request.Features.BuilderPackages(request)),
        new StepBlock(StepNames.Settings, steps.Settings),
        new StepBlock(StepNames.Restore, [.. inputs.RestoreSteps, steps.Restore()]),
        new StepBlock(StepNames.Sources, inputs.SourceSteps),
    ])
    { OnBuildPlatform = true };

    public StageDraft Publish()
    {
        // No restore here: the packages are part of the build stage, so an emptied cache cannot break this step.
        var words = new List<Word> { "dotnet", "publish", steps.ProjectArgument };
        words.AddRange(steps.PublishChoice);
        words.AddRange(["-o", $"{BuilderFolders.Output}/{AppLayers.App}"]);
        words.AddRange(steps.PublishProperties);
        words.Add(new OptionalPropertiesWord(BuilderNames.PublishProperties));
        return new StageDraft(KnownStages.Publish, KnownStages.Build, request.Kind.PublishDescription,
        [
            new StepBlock(StepNames.Packages),
            new StepBlock(StepNames.Settings, steps.PublishSettings),
            new StepBlock(StepNames.Publish, new RunStep([new Command(words, steps.Feeds.PublishEnvironment)], steps.Feeds.PublishMounts)),
        ])
        { OnBuildPlatform = true };
    }

    /// <inheritdoc cref="BuilderSteps.Intent"/>
    public PublishIntent Intent => steps.Intent;
}
