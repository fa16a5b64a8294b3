using Microsoft.Build.Framework;
using MultiStage.Planning.Builder;
using MultiStage.Planning.Options;

namespace MultiStage.Tasks;

/// <content>What the image is, and how it is built.</content>
public sealed partial class GenerateContainerFiles
{
    /// <summary>The inferred or given base image.</summary>
    [Required]
    public string BaseImage { get; set; } = "";

    /// <summary>Whether the project gives the base image itself.</summary>
    public bool IsBaseImageOwn { get; set; }

    /// <summary><c>ContainerFamily</c>.</summary>
    public string Family { get; set; } = "";

    /// <summary><c>ContainerSdkImage</c>.</summary>
    public string SdkImage { get; set; } = "";

    /// <summary><c>ContainerBaseRegistry</c>.</summary>
    public string BaseRegistry { get; set; } = "";

    /// <summary><c>ContainerRuntimeIdentifier</c> or <c>RuntimeIdentifier</c>, as given.</summary>
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary>All that are built in one go, separated by <c>;</c>.</summary>
    public string RuntimeIdentifiers { get; set; } = "";

    /// <summary><c>ContainerOpenSsl</c>.</summary>
    public string OpenSsl { get; set; } = "";

    /// <summary><c>ContainerBuildStages</c>.</summary>
    public string BuildStages { get; set; } = "";

    /// <summary><c>ContainerSymbols</c>.</summary>
    public bool KeepsSymbols { get; set; }

    /// <summary><c>ContainerUser</c>.</summary>
    public string User { get; set; } = "";

    /// <summary><c>ContainerWorkingDirectory</c>.</summary>
    public string WorkingDirectory { get; set; } = "";

    /// <summary><c>ContainerLocale</c>.</summary>
    public string Locale { get; set; } = "";

    /// <summary><c>ContainerTimeZone</c>.</summary>
    public string TimeZone { get; set; } = "";

    /// <summary><c>ContainerAppCommandInstruction</c>.</summary>
    public string AppCommandInstruction { get; set; } = "";

    /// <summary><c>ContainerAppCommand</c> items.</summary>
    public ITaskItem[] AppCommand { get; set; } = [];

    /// <summary><c>ContainerAppCommandArgs</c> items.</summary>
    public ITaskItem[] AppCommandArgs { get; set; } = [];

    /// <summary><c>ContainerDefaultArgs</c> items.</summary>
    public ITaskItem[] DefaultArgs { get; set; } = [];

    /// <summary><c>ContainerEntrypoint</c> items.</summary>
    public ITaskItem[] Entrypoint { get; set; } = [];

    /// <summary><c>ContainerEntrypointArgs</c> items.</summary>
    public ITaskItem[] EntrypointArgs { get; set; } = [];

    /// <summary><c>ContainerPort</c> items; metadata <c>Type</c>: tcp or udp.</summary>
    public ITaskItem[] Ports { get; set; } = [];

    /// <summary><c>ContainerInferPorts</c>.</summary>
    public bool InferPorts { get; set; } = true;

    /// <summary><c>ContainerEnvironmentVariable</c> items; metadata <c>Value</c>.</summary>
    public ITaskItem[] EnvironmentVariables { get; set; } = [];

    /// <summary><c>ContainerLabel</c> items of the project; metadata <c>Value</c>.</summary>
    public ITaskItem[] Labels { get; set; } = [];

    /// <summary><c>ContainerBuildSecret</c> items; metadata <c>Stage</c>, <c>Variable</c>.</summary>
    public ITaskItem[] Secrets { get; set; } = [];

    /// <summary><c>ContainerBuildArgument</c> items; metadata <c>Value</c>.</summary>
    public ITaskItem[] BuildArguments { get; set; } = [];

    /// <summary><c>ContainerPublishProperties</c>: names, separated by <c>;</c>.</summary>
    public string OnlyForPublish { get; set; } = "";

    /// <summary><c>ContainerRestoreProperties</c>: names, separated by <c>;</c>.</summary>
    public string AlsoForRestore { get; set; } = "";

    private PropertyStages PropertyStages => new(Names(OnlyForPublish), Names(AlsoForRestore));

    private ContainerOptions Options(IReadOnlyDictionary<string, string> properties, string contextFolder, bool readsSolution) => new()
    {
        BaseImage = BaseImage,
        IsBaseImageOwn = IsBaseImageOwn,
        Family = Family,
        SdkImage = SdkImage,
        BaseRegistry = BaseRegistry,
        HubRegistry = HubRegistry,
        RuntimeIdentifier = RuntimeIdentifier,
        RuntimeIdentifiers = Names(RuntimeIdentifiers),
        OpenSsl = OpenSsl,
        // This machine publishes in one go.
        BuildStages = NeedsHostPublish ? "" : BuildStages.ToLowerInvariant(),
        KeepsSymbols = KeepsSymbols,
        User = User,
        WorkingDirectory = WorkingDirectory is "/app/" ? "" : WorkingDirectory,
        Ports = Ports.Ports(),
        InfersPorts = InferPorts,
        Environment = EnvironmentVariables.Pairs(),
        Labels = Labels.Pairs(),
        Command = new CommandOptions
        {
            AppCommand = AppCommand.Words(),
            AppCommandArgs = AppCommandArgs.Words(),
            DefaultArgs = DefaultArgs.Words(),
            Entrypoint = Entrypoint.Words(),
            EntrypointArgs = EntrypointArgs.Words(),
            Instruction = AppCommandInstruction,
        },
        Site = SiteOptions(),
        Locale = Locale,
        TimeZone = TimeZone,
        Secrets = Secrets.Secrets(),
        BuildArguments = BuildArguments.Arguments(KnownStages.Build),
        PublishArguments = BuildArguments.Arguments(KnownStages.Publish),
        Properties = BuilderProperties.Select(properties, contextFolder.Replace('\\', '/'), PropertyStages, readsSolution),
    };

    private static string[] Names(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
