using MultiStage.Diagnostics;
using MultiStage.Planning.Core;
using MultiStage.Planning.Features;

namespace MultiStage.Planning;

/// <summary>All public names: ours, and those of others that start in the same way. A test compares them with docs/reference.</summary>
internal static class Vocabulary
{
    /// <summary>Items with their metadata; those that one feature alone reads come from it.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Items = WithFeatures(
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase)
        {
            ["ContainerPort"] = ["Type", "HostPort"],
            ["ContainerEnvironmentVariable"] = ["Value"],
            ["ContainerLabel"] = ["Value"],
            ["ContainerAppCommand"] = ["Value"],
            ["ContainerAppCommandArgs"] = ["Value"],
            ["ContainerDefaultArgs"] = ["Value"],
            ["ContainerEntrypoint"] = ["Value"],
            ["ContainerEntrypointArgs"] = ["Value"],
            ["ContainerImageTags"] = [],
            ["ContainerBuildSecret"] = ["Source", "Environment", "Stage", "Variable"],
            ["ContainerBuildArgument"] = ["Value", "Stage"],
            ["ContainerAssets"] = ["Command", "OutputFolder", "Destination", "PackageManager", "InstallCommand", "SourceMaps", "Stage"],
            ["ContainerPackage"] = ["Version", "Stage", "Manager"],
            ["ContainerCopy"] = ["Source", "From", "Destination", "Owner", "Mode", "Stage", "Before", "After", "Id"],
            ["ContainerRun"] = ["Command", "User", "Stage", "Before", "After", "Id"],
            ["ContainerStage"] = ["From", "Description", "WorkingDirectory", "OnBuildPlatform"],
            ["ContainerDebugTool"] = ["Version"],
            ["ContainerTestProject"] = [],
            ["ContainerMigrations"] = ["Project", "Name", "ToolVersion", "SelfContained", "BaseImage"],
            ["ContainerResponseHeader"] = ["Value"],
            ["ContainerRestoreInput"] = [],
            ["ContainerRuntimeLibrary"] = ["Optional"],
        });

    private static Dictionary<string, IReadOnlyList<string>> WithFeatures(Dictionary<string, IReadOnlyList<string>> items)
    {
        foreach (var (type, metadata) in FeatureList.All.SelectMany(feature => feature.Items))
            items.Add(type, metadata);
        return items;
    }

    /// <summary>Properties that projects and command lines set.</summary>
    public static readonly IReadOnlySet<string> Properties = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "ContainerMultiStage", "ContainerTarget", "ContainerTestBeforePublish", "ContainerTestCoverage", "ContainerEngine",
        "ContainerRepository",
        "ContainerImageName", "ContainerImageTag", "ContainerImageTags", "ContainerRegistry", "ContainerLayoutPath", "ContainerExportPath",
        "ContainerTestResultsPath", "ContainerArchiveOutputPath", "ContainerImageFormat", "ContainerBaseImage", "ContainerOpenSsl",
        "ContainerSymbols", "ContainerFamily", "ContainerSdkImage", "ContainerBaseRegistry", "ContainerNodeImage",
        "ContainerDockerHubRegistry",
        "ContainerRuntimeIdentifier", "ContainerRuntimeIdentifiers", "ContainerUser", "ContainerWorkingDirectory", "ContainerLocale",
        "ContainerTimeZone", "ContainerStopSignal", "ContainerDebugStage", "ContainerDebugBaseImage", "ContainerAppCommandInstruction",
        "ContainerSpaFallback", "ContainerImmutableFiles", "ContainerBuildContext", "ContainerBuildNetwork", "ContainerBuilder",
        "ContainerBuildStages",
        "ContainerSkipUnchangedPublish", "ContainerCacheFrom", "ContainerCacheTo", "ContainerDockerfile", "ContainerDockerfileCheck",
        "ContainerDockerfileDialect", "ContainerComposeFile", "ContainerComposeService", "ContainerComposeProjects",
        "ContainerComposeCheck",
        "ContainerGenerateLabels", "ContainerGenerateLabelsImageDescription", "ContainerGenerateLabelsImageBaseName",
        "ContainerDescription",
        "ContainerAuthors", "ContainerInformationUrl", "ContainerDocumentationUrl", "ContainerVersion", "ContainerVendor",
        "ContainerLicenseExpression", "ContainerTitle", "ContainerInferPorts", "ContainerPublishProperties", "ContainerRestoreProperties",
    };

    /// <summary>What the .NET SDK, Visual Studio and its container tools call their properties and items.</summary>
    public static readonly IReadOnlySet<string> OfOthers = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "ContainerBaseDigest", "ContainerBaseImageDigest", "ContainerBaseName", "ContainerBaseTag", "ContainerBuildArguments",
        "ContainerBuildDependsOn", "ContainerContext", "ContainerDevelopmentMode", "ContainerEnvironmentVariables",
        "ContainerFastModeProjectMountDirectory", "ContainerFastModeStage", "ContainerFormat", "ContainerGenerateLabelsDotnetToolset",
        "ContainerGenerateLabelsImageAuthors", "ContainerGenerateLabelsImageBaseDigest", "ContainerGenerateLabelsImageCreated",
        "ContainerGenerateLabelsImageDocumentation", "ContainerGenerateLabelsImageLicenses", "ContainerGenerateLabelsImageRevision",
        "ContainerGenerateLabelsImageSource", "ContainerGenerateLabelsImageTitle", "ContainerGenerateLabelsImageUrl",
        "ContainerGenerateLabelsImageVendor", "ContainerGenerateLabelsImageVersion", "ContainerImage", "ContainerImageLabels",
        "ContainerIncludeDefaultImageLabels", "ContainerIntermediateOutputPath", "ContainerLabelBuiltImages", "ContainerPath",
        "ContainerPublishDependsOn", "ContainerPublishDirectory", "ContainerPublishInParallel", "ContainersTasksAssemblyFile",
        "ContainerSemaphoreFilePath", "ContainerTag", "ContainerTags", "ContainerVsDbgPath",
    };

    // Marks of items that every project may have.
    private static readonly HashSet<string> CommonMetadata =
        new(StringComparer.OrdinalIgnoreCase) { "IsImplicitlyDefined", "Visible", "Link", "Pack" };

    /// <summary>One warning for each name that is almost one of ours, and nobody's.</summary>
    public static IEnumerable<PlanWarning> Warnings(UsedNames names)
    {
        foreach (var property in names.Properties.Where(name => !name.StartsWith('_') && !IsKnown(name)))
            if (NearNames.Nearest(property, Properties) is { } meant)
                yield return new PlanWarning(NameDiagnostics.Misspelt, $"The property '{property}'", meant);
        foreach (var item in names.Items)
        {
            if (Items.TryGetValue(item.Type, out var metadata))
                foreach (var name in item.Metadata.Where(name => !name.StartsWith('_') && !CommonMetadata.Contains(name)))
                    if (!metadata.Contains(name, StringComparer.OrdinalIgnoreCase) && NearNames.Nearest(name, metadata) is { } meant)
                        yield return new PlanWarning(NameDiagnostics.Misspelt, $"The metadata '{name}' of the item {item.Type}", meant);
            if (!item.Type.StartsWith('_') && !IsKnown(item.Type) && NearNames.Nearest(item.Type, Items.Keys) is { } type)
                yield return new PlanWarning(NameDiagnostics.Misspelt, $"The item '{item.Type}'", type);
        }
    }

    private static bool IsKnown(string name) =>
        Properties.Contains(name) || Items.ContainsKey(name) || OfOthers.Contains(name);
}
