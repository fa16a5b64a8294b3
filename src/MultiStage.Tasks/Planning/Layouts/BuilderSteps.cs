using MultiStage.Planning.Builder;
using MultiStage.Planning.Core;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Layouts;

/// <summary>Steps of a builder that every layout has: restore, and what publish is told.</summary>
internal sealed class BuilderSteps(StageRequest request)
{
    private readonly SolutionModel solution = request.Solution;
    private readonly ContainerOptions options = request.Options;
    private readonly IReadOnlyList<string> layers = request.Kind.Layers(request.Solution);

    public FeedAccess Feeds { get; } = new(request.Solution, request.Options);

    /// <summary>What the stages say before their first command.</summary>
    public IReadOnlyList<Step> Settings
    {
        get
        {
            var settings = new List<Step> { new ArgumentStep("BUILD_CONFIGURATION") };
            if (Policy == RuntimeIdentifierPolicy.Platform)
                settings.Add(new ArgumentStep("TARGETARCH"));
            settings.AddRange(Arguments(options.BuildArguments));
            settings.Add(new WorkingDirectoryStep(BuilderFolders.Source));
            return settings;
        }
    }

    /// <summary>What stages that compile say beside.</summary>
    public IReadOnlyList<Step> PublishSettings =>
        [new ArgumentStep(BuilderNames.PublishProperties), .. Arguments(options.PublishArguments)];

    /// <summary>The published project for the command line of dotnet.</summary>
    public string ProjectArgument => BuilderCommands.Argument(solution.Project);

    /// <summary>Which framework, configuration and architecture.</summary>
    public IReadOnlyList<Word> PublishChoice
    {
        get
        {
            var words = new List<Word> { "--no-restore", "-c", new VariableWord("BUILD_CONFIGURATION") };
            words.AddRange(Architecture);
            if (solution.Publish.IsMultiTargeting)
                words.AddRange(["-f", solution.Publish.TargetFramework]);
            return words;
        }
    }

    /// <summary>The properties of the publish, those of the command line last.</summary>
    public IReadOnlyList<Word> PublishProperties
    {
        get
        {
            var words = new List<Word>
            {
                new PropertyWord(BuilderNames.Stage, KnownStages.Publish), new PropertyWord(BuilderNames.Layers, string.Join('+', layers)),
            };
            if (options.KeepsSymbols)
                words.Add(new PropertyWord("ContainerSymbols", "true"));
            words.AddRange(request.Kind.PublishProperties(options));
            words.AddRange(request.Features.BuilderProperties(request));
            words.AddRange(Properties());
            return words;
        }
    }

    /// <summary>What the stage <c>publish</c> does, for those who do it in another way.</summary>
    public PublishIntent Intent => new(solution.Project, Policy, layers)
    {
        Framework = solution.Publish.IsMultiTargeting ? solution.Publish.TargetFramework : "",
        CollectsRoot = request.Kind.CollectsRoot,
        SiteProperties = request.Kind.ServerProperties(options),
    };

    public RunStep Restore()
    {
        var words = new List<Word> { "dotnet", "restore", ProjectArgument };
        words.AddRange(Architecture);
        words.Add(new VariablePropertyWord("Configuration", "BUILD_CONFIGURATION"));
        words.AddRange(request.Features.BuilderProperties(request));
        words.AddRange(Properties().Where(word => !BuilderProperties.IsOnlyForPublish(word.Name)));
        return new RunStep([.. Tools(), new Command(words, Feeds.Environment)], Feeds.Mounts);
    }

    // Restore itself may run a tool of the repository, as that of Paket does.
    private IEnumerable<Command> Tools() => solution.NeededTools.Sorted()
        .Select(manifest => new Command(["dotnet", "tool", "restore", "--tool-manifest", manifest.Text], Feeds.Environment));

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
