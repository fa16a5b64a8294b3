namespace MultiStage.Planning.Options;

/// <summary>What the project and the command line say about the image; the Container* properties and items, not yet validated.</summary>
internal sealed record ContainerOptions
{
    /// <summary><c>ContainerBaseImage</c> after inference; an image reference.</summary>
    public required string BaseImage { get; init; }

    /// <summary>Whether the project named the base image itself.</summary>
    public bool IsBaseImageOwn { get; init; }

    /// <summary><c>ContainerFamily</c>, e.g. <c>alpine</c>, <c>noble-chiseled</c>; empty for the default.</summary>
    public string Family { get; init; } = "";

    /// <summary><c>ContainerSdkImage</c>; empty to infer.</summary>
    public string SdkImage { get; init; } = "";

    /// <summary><c>ContainerBaseRegistry</c>: replaces mcr.microsoft.com in inferred images.</summary>
    public string BaseRegistry { get; init; } = "";

    /// <summary><c>ContainerDockerHubRegistry</c>: replaces docker.io in inferred images.</summary>
    public string HubRegistry { get; init; } = "";

    /// <summary><c>ContainerRuntimeIdentifier</c>; empty to follow the platform that the engine builds for.</summary>
    public string RuntimeIdentifier { get; init; } = "";

    /// <summary>All that are built in one go (<c>ContainerRuntimeIdentifiers</c>); empty to follow the engine or the one above.</summary>
    public IReadOnlyList<string> RuntimeIdentifiers { get; init; } = [];

    /// <summary><c>ContainerOpenSsl</c>: whether an image without a base holds OpenSSL; <c>auto</c> or empty to find out.</summary>
    public string OpenSsl { get; init; } = "";

    /// <summary><c>ContainerSymbols</c>: whether symbols stay in the image.</summary>
    public bool KeepsSymbols { get; init; }

    /// <summary><c>ContainerUser</c>; empty for the base image's non-root user.</summary>
    public string User { get; init; } = "";

    /// <summary><c>ContainerWorkingDirectory</c>; empty for /app.</summary>
    public string WorkingDirectory { get; init; } = "";

    public IReadOnlyList<PortOption> Ports { get; init; } = [];

    /// <summary><c>ContainerInferPorts</c>: whether the ports of ASP.NET Core's variables are ports of the image, too.</summary>
    public bool InfersPorts { get; init; } = true;

    public IReadOnlyList<NameValue> Environment { get; init; } = [];
    public IReadOnlyList<NameValue> Labels { get; init; } = [];

    /// <summary>
    /// <c>ContainerAppCommand</c>, <c>ContainerAppCommandArgs</c>, <c>ContainerDefaultArgs</c>, <c>ContainerAppCommandInstruction</c>.
    /// </summary>
    public CommandOptions Command { get; init; } = new();

    public IReadOnlyList<SecretOption> Secrets { get; init; } = [];

    /// <summary>
    /// <c>ContainerBuildArgument</c> with the stage <c>build</c>, whose commands and those of all stages from it see the argument.
    /// </summary>
    public IReadOnlyList<NameValue> BuildArguments { get; init; } = [];

    /// <summary><c>ContainerBuildArgument</c> with the stage <c>publish</c>.</summary>
    public IReadOnlyList<NameValue> PublishArguments { get; init; } = [];

    /// <summary><c>ContainerBuildStages</c>: <c>single</c>, <c>grouped</c> or <c>auto</c>; empty for the first.</summary>
    public string BuildStages { get; init; } = "";

    /// <summary><c>ContainerLocale</c>, e.g. <c>de-DE</c>; empty for the image's.</summary>
    public string Locale { get; init; } = "";

    /// <summary><c>ContainerTimeZone</c>, e.g. <c>Europe/Berlin</c>; empty for the image's.</summary>
    public string TimeZone { get; init; } = "";

    /// <summary>What a web server is told; for static sites.</summary>
    public SiteOptions Site { get; init; } = new();

    /// <summary>Stages and steps that the project's items add.</summary>
    public StageOptions Items { get; init; } = new();

    /// <summary>Global properties of the publish that restore and publish in the builder need too; values as MSBuild has them.</summary>
    public IReadOnlyList<NameValue> Properties { get; init; } = [];
}

/// <summary><c>ContainerPort</c>: number and <c>Type</c> as written.</summary>
internal sealed record PortOption(string Port, string Type);

/// <summary><c>ContainerBuildSecret</c>: a file or variable of the host that one step may read.</summary>
/// <param name="Id">The secret's id, also its file name under /run/secrets.</param>
/// <param name="Stage">The stage whose commands see it: <c>build</c> (restore), <c>publish</c>, or that of a front end.</param>
/// <param name="Variable">Environment variable that the commands see the content in; empty for the file alone.</param>
internal sealed record SecretOption(string Id, string Stage, string Variable);

/// <summary>The command of the image, in the in-box terms.</summary>
internal sealed record CommandOptions
{
    public IReadOnlyList<string> AppCommand { get; init; } = [];
    public IReadOnlyList<string> AppCommandArgs { get; init; } = [];
    public IReadOnlyList<string> DefaultArgs { get; init; } = [];
    public IReadOnlyList<string> Entrypoint { get; init; } = [];
    public IReadOnlyList<string> EntrypointArgs { get; init; } = [];

    /// <summary><c>Entrypoint</c>, <c>DefaultArgs</c> or <c>None</c>; empty means <c>Entrypoint</c>.</summary>
    public string Instruction { get; init; } = "";
}
