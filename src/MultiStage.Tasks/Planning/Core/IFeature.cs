using MultiStage.Diagnostics;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Core;

/// <summary>
/// Something that an image can have beside the app. A feature is pure and knows no other one; it says nothing where the
/// project does not ask for it. To add one, write it and put it into <see cref="Features.FeatureList"/>.
/// </summary>
internal interface IFeature
{
    /// <summary>Items that the feature alone reads, as they are; with the names of their metadata.</summary>
    IReadOnlyList<(string Type, IReadOnlyList<string> Metadata)> Items => [];

    /// <summary>Names of stages that are the feature's own, or may be.</summary>
    IReadOnlyList<string> Stages => [];

    /// <summary>What names of its stages start with, where items give them.</summary>
    IReadOnlyList<string> StagePrefixes => [];

    /// <summary>Those of <see cref="Stages"/> that stand in the file only when they are built.</summary>
    IReadOnlyList<string> StagesOnRequest => [];

    /// <summary>The stage of the feature that this plan has and that needs .NET in the image; empty for none.</summary>
    string StageWithRuntime(StageRequest request) => "";

    /// <summary>What a service of a compose file is for that is one of the feature's stages.</summary>
    ComposeRole RoleOf(string stage) => ComposeRole.None;

    /// <exception cref="ContainerException">The project asks for something that cannot be.</exception>
    void Check(StageRequest request)
    {
    }

    /// <summary>What the project asks for and is unlikely to mean.</summary>
    IEnumerable<PlanWarning> Warnings(StageRequest request) => [];

    /// <summary>What the image says about the app because of the feature.</summary>
    ImageSettings Settings(StageRequest request) => ImageSettings.None;

    /// <summary>Steps that bring packages of the system to the builder.</summary>
    IReadOnlyList<Step> BuilderPackages(StageRequest request) => [];

    /// <summary>What restore and publish in the builder are told.</summary>
    IEnumerable<Word> BuilderProperties(StageRequest request) => [];

    /// <summary>Stages, and steps that do not depend on what others add.</summary>
    StageContribution Contribute(StageRequest request) => StageContribution.None;

    /// <summary>Steps that do.</summary>
    /// <param name="request">The request.</param>
    /// <param name="stages">All stages of the plan.</param>
    /// <param name="steps">The steps of the features that stand before this one in the list.</param>
    IReadOnlyList<StepAddition> Follow(StageRequest request, IReadOnlyList<StageDraft> stages, IReadOnlyList<StepAddition> steps) => [];

    /// <summary>The error of a failed step, when the feature knows the cause.</summary>
    ContainerException? Explain(StepFailure failure) => null;
}

/// <summary>What a stage is in a compose file, beside <c>final</c>, which is the app's service.</summary>
internal enum ComposeRole
{
    /// <summary>No service.</summary>
    None,

    /// <summary>Runs to its end before the app starts.</summary>
    BeforeApp,

    /// <summary>Is the app in another form, for who asks for the profile with the stage's name.</summary>
    AppOnRequest,

    /// <summary>Has done its work when it is built, for who asks for the profile with the stage's name.</summary>
    BuildOnRequest,
}
