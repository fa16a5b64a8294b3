using System.Collections;
using MultiStage.Diagnostics;

namespace MultiStage.Planning.Core;

/// <summary>Several features as one. Whoever asks what they say together knows none by name.</summary>
/// <param name="all">Steps at the same place stand in this order, and each feature sees the steps of those before it.</param>
internal sealed class FeatureSet(IReadOnlyList<IFeature> all) : IEnumerable<IFeature>
{
    /// <summary>Stages that stand in the file only when they are built.</summary>
    public IReadOnlyList<string> OnRequest { get; } = [.. all.SelectMany(feature => feature.StagesOnRequest)];

    /// <summary>Whether a stage with the name would be a feature's.</summary>
    public bool Owns(string stage) =>
        all.Any(feature => feature.Stages.Contains(stage, StringComparer.Ordinal) || stage.StartsWithAny([.. feature.StagePrefixes]));

    public ComposeRole RoleOf(string stage) =>
        all.Select(feature => feature.RoleOf(stage)).FirstOrDefault(role => role != ComposeRole.None);

    /// <summary>What all features together make the image say.</summary>
    public ImageSettings Settings(StageRequest request) =>
        all.Aggregate(ImageSettings.None, (settings, feature) => settings.Then(feature.Settings(request)));

    public IReadOnlyList<Step> BuilderPackages(StageRequest request) =>
        [.. all.SelectMany(feature => feature.BuilderPackages(request))];

    public IEnumerable<Word> BuilderProperties(StageRequest request) =>
        all.SelectMany(feature => feature.BuilderProperties(request));

    /// <summary>The error of a failed step; null when no feature knows the cause.</summary>
    public ContainerException? Explain(StepFailure failure) =>
        all.Select(feature => feature.Explain(failure)).FirstOrDefault(error => error is not null);

    /// <summary>What is unlikely to be meant.</summary>
    public IEnumerable<PlanWarning> Warnings(StageRequest request) => all.SelectMany(feature => feature.Warnings(request));

    public IEnumerator<IFeature> GetEnumerator() => all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
