using MultiStage.Planning.Stages;

namespace MultiStage.Planning;

/// <summary>The stages that need the SDK: <c>build</c> (packages and sources) and <c>publish</c> (the files of the image).</summary>
internal sealed class BuildStages(SolutionModel solution, ContainerOptions options, InputPlan inputs)
{
    /// <summary>Where the published files wait for <c>final</c>, one folder a layer.</summary>
    public const string OutputFolder = "/out";

    // The machine-wide settings of NuGet are read from NuGet/Config below the folder that this variable names:
    // credentials reach restore that way without replacing the repository's own nuget.config.
    private const string NuGetSettingsVariable = "NUGET_COMMON_APPLICATION_DATA";
    private const string SecretFolder = "/run/secrets";

    /// <summary>The secret that holds feed credentials as a nuget.config.</summary>
    public const string NuGetSecret = "nugetconfig";

    public StageDraft Build(string sdkImage)
    {
        var settings = new List<Step> { new ArgumentStep("BUILD_CONFIGURATION") };
        if (NamesArchitecture)
            settings.Add(new ArgumentStep("TARGETARCH"));
        foreach (var argument in options.BuildArguments.OrderBy(argument => argument.Name, StringComparer.Ordinal))
            settings.Add(new ArgumentStep(argument.Name, argument.Value));
        settings.Add(new WorkingDirectoryStep(BuilderProperties.SourceFolder));
        return new StageDraft(Planner.BuildStage, sdkImage, "restores the packages and holds the sources",
        [
            new StepBlock(StepNames.Packages),
            new StepBlock(StepNames.Settings, settings),
            new StepBlock(StepNames.Restore, [.. inputs.RestoreSteps, Restore()]),
            new StepBlock(StepNames.Sources, inputs.SourceSteps),
        ])
        { OnBuildPlatform = true };
    }

    public StageDraft Publish(IReadOnlyList<string> layers, string baseImage)
    {
        // No restore here: the packages are part of the build stage, so an emptied cache cannot break this step.
        var words = new List<Word> { "dotnet", "publish", ProjectArgument, "--no-restore", "-c", new VariableWord("BUILD_CONFIGURATION") };
        words.AddRange(Architecture);
        if (solution.Publish.IsMultiTargeting)
            words.AddRange(["-f", solution.Publish.TargetFramework]);
        words.AddRange(["-o", $"{OutputFolder}/{AppLayers.App}"]);
        words.Add(new PropertyWord("ContainerStage", Planner.PublishStage));
        words.Add(new PropertyWord("ContainerLayers", string.Join('+', layers)));
        if (baseImage == BaseImage.Scratch)
            words.AddRange(ScratchImage.PublishProperties(options));
        words.AddRange(Properties(_ => true));
        var publish = new RunStep([new Command(words, Variables(Planner.PublishStage))], Secrets(Planner.PublishStage));
        return new StageDraft(Planner.PublishStage, Planner.BuildStage, "compiles, and sorts the files of the image by how often they change",
            [new StepBlock(StepNames.Packages), new StepBlock(StepNames.Publish, publish)])
        { OnBuildPlatform = true };
    }

    // The command line would read a leading '-' as an option and '@' as a response file.
    private string ProjectArgument => solution.Project[0] is '-' or '@' ? "./" + solution.Project : solution.Project;

    private RunStep Restore()
    {
        var words = new List<Word> { "dotnet", "restore", ProjectArgument };
        words.AddRange(Architecture);
        words.Add(new VariablePropertyWord("Configuration", "BUILD_CONFIGURATION"));
        words.AddRange(Properties(name => !BuilderProperties.IsOnlyForPublish(name)));
        var variables = Variables(Planner.BuildStage).ToList();
        // Downloads are cached across builds; the unpacked packages stay in the layer, where the next step finds them
        // even after the cache is emptied, and where a remote cache can carry them. Builds at the same time get a cache
        // each: the locks of NuGet do not reach from one container into another.
        var mounts = new List<Mount> { new CacheMount("multistage-nuget-http", "/root/.local/share/NuGet/http-cache") };
        if (MayNeedCredentials)
        {
            mounts.Add(new SecretMount(NuGetSecret, $"{SecretFolder}/NuGet/Config/{NuGetSecret}.config"));
            variables.Add(new CommandVariable(NuGetSettingsVariable, SecretFolder));
        }
        foreach (var variable in FeedVariables)
        {
            mounts.Add(new SecretMount(variable, $"{SecretFolder}/{variable}"));
            variables.Add(new CommandVariable(variable, $"{SecretFolder}/{variable}", IsSecretFile: true));
        }
        mounts.AddRange(Secrets(Planner.BuildStage));
        return new RunStep([new Command(words, variables)], mounts);
    }

    /// <summary>Whether a feed of the repository may ask who is there.</summary>
    private bool MayNeedCredentials =>
        solution.RemoteFeeds.Count > 0 || options.Secrets.Any(secret => secret.Id == NuGetSecret);

    /// <summary>What nuget.config reads from the environment, unless the project gives the secret itself.</summary>
    private IEnumerable<string> FeedVariables =>
        solution.FeedVariables.Where(variable => !options.Secrets.Any(secret => secret.Variable == variable || secret.Id == variable)).Sorted();

    // A lock file that was written without a runtime identifier refuses a restore with one.
    private bool IsPortable =>
        FixedRuntimeIdentifier.Length == 0 && !solution.Publish.IsSelfContained && !solution.Publish.IsAot
        && solution.Publish.RuntimeIdentifiers.Count == 0 && solution.Projects.Any(project => project.UsesLockFile);

    private string FixedRuntimeIdentifier => options.RuntimeIdentifier;

    private bool NamesArchitecture => FixedRuntimeIdentifier.Length == 0 && !IsPortable;

    private IEnumerable<Word> Architecture =>
        FixedRuntimeIdentifier.Length > 0 ? ["-r", FixedRuntimeIdentifier]
        : IsPortable ? []
        : ["-a", new VariableWord("TARGETARCH")];

    private IEnumerable<Word> Properties(Func<string, bool> isWanted) =>
        options.Properties.Where(property => isWanted(property.Name)).OrderBy(property => property.Name, StringComparer.Ordinal)
            .Select(property => new PropertyWord(property.Name, property.Value));

    private IEnumerable<SecretOption> SecretsOf(string stage) =>
        options.Secrets.Where(secret => secret.Stage == stage && secret.Id != NuGetSecret).OrderBy(secret => secret.Id, StringComparer.Ordinal);

    private IReadOnlyList<Mount> Secrets(string stage) =>
        [.. SecretsOf(stage).Select(secret => new SecretMount(secret.Id, $"{SecretFolder}/{secret.Id}", IsRequired: true))];

    private IReadOnlyList<CommandVariable> Variables(string stage) =>
        [.. SecretsOf(stage).Where(secret => secret.Variable.Length > 0)
            .Select(secret => new CommandVariable(secret.Variable, $"{SecretFolder}/{secret.Id}", IsSecretFile: true))];
}
