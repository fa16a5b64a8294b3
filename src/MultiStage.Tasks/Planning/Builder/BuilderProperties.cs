using MultiStage.Planning.Options;

namespace MultiStage.Planning.Builder;

/// <summary>
/// Which global properties of the host's publish the commands in the builder repeat. Values are as MSBuild has them, with
/// its escapes (<c>%3B</c>): what is a list on the host is a list in the builder, and what is none is none.
/// </summary>
internal static class BuilderProperties
{
    // Said in another way in the builder, or of this machine and this session alone.
    private static readonly HashSet<string> NotForTheBuilder = new(StringComparer.OrdinalIgnoreCase)
    {
        "Configuration", "TargetFramework", "RuntimeIdentifier", "RuntimeIdentifiers", "PublishDir", "OutputPath", "OutDir",
        "WebPublishMethod", "DeployOnBuild", "RegistryUrl", "PublishImageTag", "AutoGenerateImageTag", "LocalRegistry",
        "EnableSdkContainerSupport", "NoBuild", "NuGetInteractive", "IsGraphBuild", "DesignTimeBuild", "BuildingInsideVisualStudio",
        "BuildProjectReferences", "CurrentSolutionConfigurationContents", "BuildingSolutionFile",
        "ShouldUnsetParentConfigurationAndPlatform",
        "DOTNET_HOST_PATH", "GenerateFullPaths", "UseSharedCompilation", "VisualStudioVersion", "ExcludeRestorePackageImports",
        "SkipCompilerExecution", "ProvideCommandLineArgs", "LangName", "LangID", "DevEnvDir", "DefineExplicitDefaults",
        "ResolveNuGetPackages", "CustomBeforeMicrosoftCommonTargets", "UserName", "Password",
    };

    // What a solution tells its projects of itself. A project of its own does not have them.
    private static readonly HashSet<string> OfSolution = new(StringComparer.OrdinalIgnoreCase)
    {
        "SolutionDir", "SolutionExt", "SolutionFileName", "SolutionName", "SolutionPath",
    };

    private static readonly string[] HostPrefixes = ["_", "Container", "MSBuild", "NuGet"];

    /// <summary>
    /// The properties that restore and publish in the builder repeat; host paths inside the context become paths of the builder.
    /// </summary>
    /// <param name="globalProperties">Global properties of the publish.</param>
    /// <param name="contextFolder">Absolute path of the build context, with '/'.</param>
    /// <param name="stages">Which of them restore does not see.</param>
    /// <param name="readsSolution">Whether a project reads what a solution says of itself.</param>
    public static IReadOnlyList<NameValue> Select(
        IEnumerable<KeyValuePair<string, string>> globalProperties, string contextFolder, PropertyStages? stages = null,
        bool readsSolution = false) =>
        Pairs(globalProperties, contextFolder, property => !(stages ?? PropertyStages.Default).IsOnlyForPublish(property), readsSolution);

    /// <summary>
    /// Those that only publish gets. They change from build to build, and so stand in no file: the value of a build argument,
    /// in the form of MSBuild's <c>-p</c>.
    /// </summary>
    public static string ForPublish(IEnumerable<KeyValuePair<string, string>> globalProperties, string contextFolder,
        PropertyStages stages) =>
        string.Join(';',
            Pairs(globalProperties, contextFolder, stages.IsOnlyForPublish, false)
                .Select(property => $"{property.Name}={PropertyText.Of(property.Value)}"));

    /// <summary>The global properties, as MSBuild has them, that tell one instance of a project from another in the builder.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Repeated(IEnumerable<KeyValuePair<string, string>> globalProperties) =>
        globalProperties.Where(
            property =>
                !IsForHostOnly(property.Key, property.Value) && !OfSolution.Contains(property.Key)
                    && !PropertyStages.Default.IsOnlyForPublish(property.Key))
            .OrderBy(property => property.Key, StringComparer.Ordinal);

    public static bool IsOnlyForPublish(string name) => PropertyStages.Default.IsOnlyForPublish(name);

    /// <summary>The properties for an evaluation that is the same however the publish was called.</summary>
    public static IReadOnlyDictionary<string, string> ForEvaluation(IReadOnlyDictionary<string, string> globalProperties)
    {
        var result = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in globalProperties)
            if (!OfSession.Contains(name) && !IsUsualPlatform(name, value))
                result[name] = value;
        // The file is the same for every configuration, which is an argument of it; evaluation follows its default
        // unless the command line names another.
        result.TryAdd("Configuration", "Release");
        return result;
    }

    private static readonly HashSet<string> OfSession = new(StringComparer.OrdinalIgnoreCase)
    {
        "CurrentSolutionConfigurationContents", "BuildingSolutionFile", "BuildingInsideVisualStudio", "DesignTimeBuild", "_IsPublishing",
        "DeployOnBuild", "GenerateFullPaths", "UseSharedCompilation", "ExcludeRestorePackageImports",
    };

    private static IReadOnlyList<NameValue> Pairs(
        IEnumerable<KeyValuePair<string, string>> globalProperties, string contextFolder, Func<string, bool> isWanted, bool readsSolution)
    {
        var all = globalProperties.ToList();
        // SolutionDir alone was given by hand.
        var isSolution = all.Any(property => property.Key.Equals("SolutionPath", StringComparison.OrdinalIgnoreCase));
        return
        [
            .. all
                .Where(property => !IsForHostOnly(property.Key, property.Value) && isWanted(property.Key)
                    && (!OfSolution.Contains(property.Key) || IsWantedOfSolution(property, contextFolder, isSolution, readsSolution)))
                .Select(property => new NameValue(property.Key, InBuilder(property.Value, contextFolder)))
                .OrderBy(property => property.Name, StringComparer.Ordinal),
        ];
    }

    private static bool IsWantedOfSolution(KeyValuePair<string, string> property, string contextFolder, bool isSolution,
        bool readsSolution) =>
        (isSolution ? readsSolution : property.Key.Equals("SolutionDir", StringComparison.OrdinalIgnoreCase))
        && (property.Key is not ("SolutionDir" or "SolutionPath") || InBuilder(property.Value, contextFolder) != property.Value);

    private static bool IsForHostOnly(string name, string value) =>
        NotForTheBuilder.Contains(name)
        || HostPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        || SecretNames.Is(name)
        || IsContainerProfile(name, value)
        || IsUsualPlatform(name, value);

    // The .NET SDK's own profile, which IDEs pass: it says nothing but that an image is wanted. Those of a project are a part
    // of what is compiled.
    private static bool IsContainerProfile(string name, string value) =>
        name.Equals("PublishProfile", StringComparison.OrdinalIgnoreCase)
            && value.Equals("DefaultContainer", StringComparison.OrdinalIgnoreCase);

    // A solution says it to every project that has said nothing else.
    private static bool IsUsualPlatform(string name, string value) =>
        name.Equals("Platform", StringComparison.OrdinalIgnoreCase)
        && value.Replace(" ", "", StringComparison.Ordinal).Equals("AnyCPU", StringComparison.OrdinalIgnoreCase);

    private static string InBuilder(string value, string contextFolder)
    {
        var path = value.Replace('\\', '/');
        var folder = contextFolder.TrimEnd('/');
        if (path == folder)
            return BuilderFolders.Source.Text;
        return path.StartsWith(folder + "/", StringComparison.Ordinal) ? BuilderFolders.Source + path[folder.Length..] : value;
    }
}
