using MultiStage.Planning.Core;
using MultiStage.Planning.Features.Assets;
using MultiStage.Planning.Features.Debugging;
using MultiStage.Planning.Features.Migrations;
using MultiStage.Planning.Features.Tests;

namespace MultiStage.Planning.Features;

/// <summary>All features. Nothing else knows one by name.</summary>
internal static class FeatureList
{
    public static readonly FeatureSet All = new(
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
        new BuildStagesFeature(),
        new DebugFeature(),
    ]);
}
