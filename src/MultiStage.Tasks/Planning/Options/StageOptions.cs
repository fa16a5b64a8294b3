namespace MultiStage.Planning.Options;

/// <summary>What the project's items say about stages and steps; as written, not yet validated.</summary>
internal sealed record StageOptions
{
    /// <summary><c>ContainerStage</c>.</summary>
    public IReadOnlyList<StageOption> Stages { get; init; } = [];

    /// <summary><c>ContainerRun</c>, in the order to run in.</summary>
    public IReadOnlyList<RunOption> Runs { get; init; } = [];

    /// <summary><c>ContainerCopy</c>, in the order to copy in.</summary>
    public IReadOnlyList<CopyOption> Copies { get; init; } = [];

    /// <summary><c>ContainerPackage</c>.</summary>
    public IReadOnlyList<PackageOption> Packages { get; init; } = [];

    /// <summary><c>ContainerMigrations</c>, or one without a context when the target is <c>migrations</c> and there is no item.</summary>
    public IReadOnlyList<MigrationOption> Migrations { get; init; } = [];

    /// <summary><c>ContainerAssets</c>.</summary>
    public AssetOptions Assets { get; init; } = new();

    /// <summary>Items that only their feature reads, in the order of the project.</summary>
    public IReadOnlyList<ProjectItem> Items { get; init; } = [];

    /// <summary><c>ContainerStopSignal</c>; empty for the engine's default.</summary>
    public string StopSignal { get; init; } = "";

    /// <summary>The stage <c>debug</c>.</summary>
    public DebugOptions Debug { get; init; } = new();

    /// <summary><c>ContainerTest…</c>.</summary>
    public TestOptions Tests { get; init; } = new();

    /// <summary>A stage that stands in the file only when it is asked for; empty for none.</summary>
    public string Asked { get; init; } = "";

    /// <summary>The items of a type.</summary>
    public IEnumerable<ProjectItem> Of(string type) => Items.Where(item => item.Type == type);
}

/// <summary><c>ContainerStage</c>.</summary>
/// <param name="From">Stage, image or scratch; empty for <c>base</c>.</param>
internal sealed record StageOption(string Name, string From = "", string Description = "")
{
    public string WorkingDirectory { get; init; } = "";

    /// <summary>Whether the stage runs on the builder's platform; a boolean as written.</summary>
    public string OnBuildPlatform { get; init; } = "";
}

/// <summary>Where a step goes; all may be empty.</summary>
internal sealed record PlaceOption(string Stage = "", string Before = "", string After = "");

/// <summary><c>ContainerRun</c>.</summary>
/// <param name="Command">Lines for the image's shell.</param>
internal sealed record RunOption(string Name, string Command, PlaceOption Place)
{
    public string User { get; init; } = "";
}

/// <summary><c>ContainerCopy</c>: items that belong into one folder are one option.</summary>
/// <param name="Sources">Relative to the context, folders with a trailing slash; with From, patterns there.</param>
internal sealed record CopyOption(string Name, IReadOnlyList<string> Sources, string Destination, PlaceOption Place)
{
    public string From { get; init; } = "";
    public string Owner { get; init; } = "";
    public string Mode { get; init; } = "";
}

/// <summary><c>ContainerPackage</c>.</summary>
/// <param name="Manager"><c>apt</c>, <c>apk</c>, <c>tdnf</c> or <c>dnf</c>; empty to tell from the image.</param>
internal sealed record PackageOption(string Name, string Version = "", string Stage = "", string Manager = "");
