using MultiStage.Planning.Stages;
using MultiStage.Planning.Stages.Assets;
using MultiStage.Planning.StaticSites;

namespace MultiStage.Planning;

/// <summary>The stages that need the SDK: <c>build</c> (packages and sources) and <c>publish</c> (the files of the image).</summary>
internal sealed class BuildStages(SolutionModel solution, ContainerOptions options, InputPlan inputs)
{
    private readonly FeedAccess feeds = new(solution, options);

    public StageDraft Build(string sdkImage)
    {
        var settings = new List<Step> { new ArgumentStep("BUILD_CONFIGURATION") };
        if (Policy == RuntimeIdentifierPolicy.Platform)
            settings.Add(new ArgumentStep("TARGETARCH"));
        settings.AddRange(Arguments(options.BuildArguments));
        settings.Add(new WorkingDirectoryStep(BuilderFolders.Source));
        return new StageDraft(KnownStages.Build, sdkImage, "restores the packages and holds the sources",
        [
            new StepBlock(StepNames.Packages, NativeLinkers.Steps(solution, options, sdkImage)),
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
        words.AddRange(["-o", $"{BuilderFolders.Output}/{AppLayers.App}"]);
        words.Add(new PropertyWord(BuilderNames.Stage, KnownStages.Publish));
        words.Add(new PropertyWord(BuilderNames.Layers, string.Join('+', layers)));
        if (options.KeepsSymbols)
            words.Add(new PropertyWord("ContainerSymbols", "true"));
        if (solution.Publish.IsStaticSite)
            words.AddRange(SiteImage.PublishProperties(options));
        else if (baseImage == BaseImage.Scratch)
            words.AddRange(ScratchImage.PublishProperties(options));
        words.AddRange(AssetStages.BuilderProperties(solution));
        words.AddRange(Properties());
        words.Add(new OptionalPropertiesWord(BuilderNames.PublishProperties));
        var publish = new RunStep([new Command(words, feeds.PublishEnvironment)], feeds.PublishMounts);
        var description = solution.Publish.IsStaticSite ? "makes the files of the site, and tells the web server how to serve them" : "compiles, and sorts the files of the image by how often they change";
        return new StageDraft(KnownStages.Publish, KnownStages.Build, description,
            [new StepBlock(StepNames.Packages), new StepBlock(StepNames.Settings, [new ArgumentStep(BuilderNames.PublishProperties), .. Arguments(options.PublishArguments)]), new StepBlock(StepNames.Publish, publish)])
        { OnBuildPlatform = true };
    }

    /// <summary>What the stage <c>publish</c> does, for those who do it in another way.</summary>
    public PublishIntent Intent(IReadOnlyList<string> layers, string baseImage) => new(solution.Project, Policy, layers)
    {
        Framework = solution.Publish.IsMultiTargeting ? solution.Publish.TargetFramework : "",
        CollectsRoot = solution.Publish.IsStaticSite || baseImage == BaseImage.Scratch,
        SiteProperties = solution.Publish.IsStaticSite ? SiteImage.ServerProperties(options) : [],
    };

    /// <summary>A project for the command line of dotnet, which would read a leading '-' as an option and '@' as a response file.</summary>
    public static string Argument(string project) => project[0] is '-' or '@' ? "./" + project : project;

    private string ProjectArgument => Argument(solution.Project);

    private RunStep Restore()
    {
        var words = new List<Word> { "dotnet", "restore", ProjectArgument };
        words.AddRange(Architecture);
        words.Add(new VariablePropertyWord("Configuration", "BUILD_CONFIGURATION"));
        words.AddRange(AssetStages.BuilderProperties(solution));
        words.AddRange(Properties());
        return new RunStep([new Command(words, feeds.Environment)], feeds.Mounts);
    }

    // A lock file that was written without a runtime identifier refuses a restore with one.
    private bool IsPortable =>
        solution.Publish.IsStaticSite
        || (FixedRuntimeIdentifier.Length == 0 && !solution.Publish.IsSelfContained && !solution.Publish.IsAot
            && solution.Publish.RuntimeIdentifiers.Count == 0 && solution.Projects.Any(project => project.UsesLockFile));

    // A site is the same on every platform.
    private string FixedRuntimeIdentifier => solution.Publish.IsStaticSite ? "" : options.RuntimeIdentifier;

    private RuntimeIdentifierPolicy Policy =>
        FixedRuntimeIdentifier.Length > 0 ? RuntimeIdentifierPolicy.Named : IsPortable ? RuntimeIdentifierPolicy.Portable : RuntimeIdentifierPolicy.Platform;

    private IEnumerable<Word> Architecture => Policy switch
    {
        RuntimeIdentifierPolicy.Named => ["-r", FixedRuntimeIdentifier],
        RuntimeIdentifierPolicy.Platform => ["-a", new VariableWord("TARGETARCH")],
        _ => [],
    };

    private static IEnumerable<Step> Arguments(IEnumerable<NameValue> arguments) =>
        arguments.OrderBy(argument => argument.Name, StringComparer.Ordinal).Select(argument => new ArgumentStep(argument.Name, argument.Value));

    private IEnumerable<Word> Properties() =>
        options.Properties.OrderBy(property => property.Name, StringComparer.Ordinal)
            .Select(property => new PropertyWord(property.Name, property.Value) { IsEscaped = true });
}
