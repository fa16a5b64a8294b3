using MultiStage.Planning.Features;
namespace MultiStage.Planning;

/// <summary>Which global properties of the host's publish the commands in the builder repeat.</summary>
internal static class BuilderProperties
{
    // Said in another way in the builder, or of this machine and this session alone.
    private static readonly HashSet<string> NotForTheBuilder = new(StringComparer.OrdinalIgnoreCase)
    {
        "Configuration", "TargetFramework", "RuntimeIdentifier", "RuntimeIdentifiers", "PublishDir", "OutputPath", "OutDir",
        "PublishProfile", "WebPublishMethod", "DeployOnBuild", "RegistryUrl", "PublishImageTag", "AutoGenerateImageTag", "LocalRegistry",
        "EnableSdkContainerSupport", "NoBuild", "NuGetInteractive", "IsGraphBuild", "DesignTimeBuild", "BuildingInsideVisualStudio",
        "BuildProjectReferences", "CurrentSolutionConfigurationContents", "SolutionExt", "SolutionFileName", "SolutionName", "SolutionPath",
        "DOTNET_HOST_PATH", "GenerateFullPaths", "UseSharedCompilation", "VisualStudioVersion", "ExcludeRestorePackageImports",
        "UserName", "Password",
    };

    private static readonly string[] HostPrefixes = ["_", "Container", "MSBuild", "NuGet"];

    // They say who built what when. Restore does not depend on them, and they change with every build of a CI.
    private static readonly HashSet<string> OnlyForPublish = new(StringComparer.OrdinalIgnoreCase)
    {
        "Version", "VersionPrefix", "VersionSuffix", "PackageVersion", "AssemblyVersion", "FileVersion", "InformationalVersion",
        "SourceRevisionId", "RepositoryCommit", "RepositoryBranch", "RepositoryUrl", "ContinuousIntegrationBuild", "Deterministic", "BuildNumber", "BuildId",
    };

    /// <summary>The properties that the builder repeats; host paths inside the context become paths of the builder.</summary>
    /// <param name="globalProperties">Global properties of the publish, unescaped.</param>
    /// <param name="contextFolder">Absolute path of the build context, with '/'.</param>
    public static IReadOnlyList<NameValue> Select(IEnumerable<KeyValuePair<string, string>> globalProperties, string contextFolder) =>
    [
        .. globalProperties
            .Where(property => !IsForHostOnly(property.Key, property.Value, contextFolder))
            .Select(property => new NameValue(property.Key, InBuilder(property.Value, contextFolder)))
            .OrderBy(property => property.Name, StringComparer.Ordinal),
    ];

    public static bool IsOnlyForPublish(string name) => OnlyForPublish.Contains(name) || VersionToolsFeature.IsSwitch(name);

    private static bool IsForHostOnly(string name, string value, string contextFolder) =>
        NotForTheBuilder.Contains(name)
        || HostPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        || IsSecret(name)
        || (name.Equals("SolutionDir", StringComparison.OrdinalIgnoreCase) && InBuilder(value, contextFolder) == value);

    // A property would be readable in the image's history; ContainerBuildSecret is the way for these.
    private static bool IsSecret(string name) =>
        name.Contains("Password", StringComparison.OrdinalIgnoreCase)
        || name.Contains("Secret", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("Token", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("ApiKey", StringComparison.OrdinalIgnoreCase);

    private static string InBuilder(string value, string contextFolder)
    {
        var path = value.Replace('\\', '/');
        var folder = contextFolder.TrimEnd('/');
        if (path == folder)
            return BuilderFolders.Source;
        return path.StartsWith(folder + "/", StringComparison.Ordinal) ? BuilderFolders.Source + path[folder.Length..] : value;
    }
}
