using MultiStage.Diagnostics;
using MultiStage.Planning.Core;
using MultiStage.Planning.Features.Assets;
using MultiStage.Planning.Features.Debugging;
using MultiStage.Planning.Features.Migrations;
using MultiStage.Planning.Features.Tests;

namespace MultiStage.Planning.Features;

/// <summary>All features. Nothing else knows one by name.</summary>
internal static class FeatureList
{
    /// <summary>Steps at the same place stand in this order, and each feature sees the steps of those before it.</summary>
    public static readonly IReadOnlyList<IFeature> All =
    [
        new PackagesFeature(),
        new LocaleFeature(),
        new NativeFeature(),
        new ImageSettingsFeature(),
        new AssetsFeature(),
        new OwnStagesFeature(),
        new WritableFoldersFeature(),
        new ExportFeature(),
        new MigrationsFeature(),
        new TestsFeature(),
        new VersionToolsFeature(),
        new UnreferencedProjectsFeature(),
        new HostSystemFeature(),
        new DebugFeature(),
    ];

    /// <summary>Stages that stand in the file only when they are built.</summary>
    public static IReadOnlyList<string> OnRequest { get; } = [.. All.SelectMany(feature => feature.StagesOnRequest)];

    /// <summary>Whether a stage with the name would be a feature's.</summary>
    public static bool Owns(string stage) =>
        All.Any(feature => feature.Stages.Contains(stage, StringComparer.Ordinal) || stage.StartsWithAny([.. feature.StagePrefixes]));

    public static ComposeRole RoleOf(string stage) =>
        All.Select(feature => feature.RoleOf(stage)).FirstOrDefault(role => role != ComposeRole.None);

    /// <summary>What all features together make the image say.</summary>
    public static ImageSettings Settings(StageRequest request) =>
        All.Aggregate(ImageSettings.None, (settings, feature) => settings.Then(feature.Settings(request)));

    public static IReadOnlyList<Step> BuilderPackages(StageRequest request) =>
        [.. All.SelectMany(feature => feature.BuilderPackages(request))];

    public static IEnumerable<Word> BuilderProperties(StageRequest request) =>
        All.SelectMany(feature => feature.BuilderProperties(request));

    /// <summary>The error of a failed step; null when no feature knows the cause.</summary>
    public static ContainerException? Explain(StepFailure failure) =>
        All.Select(feature => feature.Explain(failure)).FirstOrDefault(error => error is not null);

    /// <summary>What is unlikely to be meant.</summary>
    public static IReadOnlyList<PlanWarning> Warnings(SolutionModel solution, ContainerOptions options)
    {
        var request = StageRequest.Of(solution, options);
        return [.. All.SelectMany(feature => feature.Warnings(request)), .. request.Kind.Warnings(solution)];
    }
}
