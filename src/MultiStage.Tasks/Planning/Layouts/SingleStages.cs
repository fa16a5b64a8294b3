using MultiStage.Planning.Builder;
using MultiStage.Planning.Core;
using MultiStage.Planning.Inputs;
using MultiStage.Planning.Options;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Layouts;

/// <summary>The two stages of <see cref="SingleLayout"/>.</summary>
internal sealed class SingleStages(StageRequest request, InputPlan inputs)
{
    private readonly SolutionModel solution = request.Solution;
    private readonly ContainerOptions options = request.Options;
    private readonly FeedAccess feeds = new(request.Solution, request.Options);
    private readonly IReadOnlyList<string> layers = request.Kind.Layers(request.Solution);

    public StageDraft Build()
    {
        var settings = new List<Step> { new ArgumentStep("BUILD_CONFIGURATION") };
        if (Policy == RuntimeIdentifierPolicy.Platform)
            settings.Add(new ArgumentStep("TARGETARCH"));
        settings.AddRange(Arguments(options.BuildArguments));
        settings.Add(new WorkingDirectoryStep(BuilderFolders.Source));
        return new StageDraft(KnownStages.Build, request.SdkImage, "restores the packages and holds the sources",
        [
            new StepBlock(StepNames.Packages, request.Features.BuilderPackages(request)),
            new StepBlock(StepNames.Settings, settings),
            new StepBlock(StepNames.Restore, [.. inputs.RestoreSteps, Restore()]),
            new StepBlock(StepNames.Sources, inputs.SourceSteps),
        ])
        { OnBuildPlatform = true };
    }

    public StageDraft Publish()
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
        words.AddRange(request.Kind.PublishProperties(options));
        words.AddRange(request.Features.BuilderProperties(request));
        words.AddRange(Properties());
        words.Add(new OptionalPropertiesWord(BuilderNames.PublishProperties));
        var publish = new RunStep([new Command(words, feeds.PublishEnvironment)], feeds.PublishMounts);
        return new StageDraft(KnownStages.Publish, KnownStages.Build, request.Kind.PublishDescription,
        [
            new StepBlock(StepNames.Packages),
            new StepBlock(StepNames.Settings, [new ArgumentStep(BuilderNames.PublishProperties), .. Arguments(options.PublishArguments)]),
            new StepBlock(StepNames.Publish, publish),
        ])
        { OnBuildPlatform = true };
    }

    /// <summary>What the stage <c>publish</c> does, for those who do it in another way.</summary>
    public PublishIntent Intent => new(solution.Project, Policy, layers)
    {
        Framework = solution.Publish.IsMultiTargeting ? solution.Publish.TargetFramework : "",
        CollectsRoot = request.Kind.CollectsRoot,
        SiteProperties = request.Kind.ServerProperties(options),
    };

    private string ProjectArgument => BuilderCommands.Argument(solution.Project);

    private RunStep Restore()
    {
        var words = new List<Word> { "dotnet", "restore", ProjectArgument };
        words.AddRange(Architecture);
        words.Add(new VariablePropertyWord("Configuration", "BUILD_CONFIGURATION"));
        words.AddRange(request.Features.BuilderProperties(request));
        words.AddRange(Properties().Where(word => !BuilderProperties.IsOnlyForPublish(word.Name)));
        return new RunStep([.. Tools(), new Command(words, feeds.Environment)], feeds.Mounts);
    }

    // Restore itself may run a tool of the repository, as that of Paket does.
    private IEnumerable<Command> Tools() => solution.NeededTools.Sorted()
        .Select(manifest => new Command(["dotnet", "tool", "restore", "--tool-manifest", manifest.Text], feeds.Environment));

    private string FixedRuntimeIdentifier => request.Kind.RuntimeIdentifier(options);

    private RuntimeIdentifierPolicy Policy =>
        FixedRuntimeIdentifier.Length > 0 ? RuntimeIdentifierPolicy.Named
        : request.Kind.IsPortable(solution, options) ? RuntimeIdentifierPolicy.Portable
        : RuntimeIdentifierPolicy.Platform;

    private IEnumerable<Word> Architecture => Policy switch
    {
        RuntimeIdentifierPolicy.Named => ["-r", FixedRuntimeIdentifier],
        RuntimeIdentifierPolicy.Platform => ["-a", new VariableWord("TARGETARCH")],
        _ => [],
    };

    private static IEnumerable<Step> Arguments(IEnumerable<NameValue> arguments) =>
        arguments.OrderBy(argument => argument.Name, StringComparer.Ordinal)
            .Select(argument => new ArgumentStep(argument.Name, argument.Value));

    private IEnumerable<PropertyWord> Properties() =>
        options.Properties.OrderBy(property => property.Name, StringComparer.Ordinal)
            .Select(property => new PropertyWord(property.Name, property.Value) { IsEscaped = true });
}
