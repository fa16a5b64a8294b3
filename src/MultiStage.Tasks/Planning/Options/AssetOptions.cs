namespace MultiStage.Planning.Options;

/// <summary>Front ends of the image and where their builder comes from.</summary>
internal sealed record AssetOptions
{
    /// <summary>The stage of the only front end, and the value of Stage for secrets that all of them see.</summary>
    public const string StageName = "assets";

    /// <summary><c>ContainerAssets</c>.</summary>
    public IReadOnlyList<AssetOption> Items { get; init; } = [];

    /// <summary><c>ContainerNodeImage</c>; empty to choose by the version that the front end asks for.</summary>
    public string NodeImage { get; init; } = "";
}

/// <summary>One <c>ContainerAssets</c> item; metadata as written, empty where the project says nothing.</summary>
/// <param name="Name">The item's Include.</param>
/// <param name="Folder">What the folder holds.</param>
internal sealed record AssetOption(string Name, AssetFolder Folder)
{
    /// <summary>The command line that builds; empty for the script <c>build</c>.</summary>
    public string Command { get; init; } = "";

    /// <summary>The folder that the command writes, relative to the item's; empty for <c>dist</c>.</summary>
    public string Output { get; init; } = "";

    /// <summary>Where the files go, below the app's folder; empty for <c>wwwroot</c>.</summary>
    public string Destination { get; init; } = "";

    /// <summary><c>npm</c>, <c>pnpm</c> or <c>yarn</c>, with <c>@VERSION</c> or without; empty to tell from the folder.</summary>
    public string PackageManager { get; init; } = "";

    /// <summary>A command line in place of the package manager's own.</summary>
    public string InstallCommand { get; init; } = "";

    /// <summary>Whether source maps ship; a boolean as written.</summary>
    public string SourceMaps { get; init; } = "";

    /// <summary><c>final</c>, or <c>publish</c> to hand the files to the .NET build.</summary>
    public string Stage { get; init; } = "";
}

/// <summary>What was found in the folder of a front end.</summary>
/// <param name="Location">The folder.</param>
/// <param name="Texts">Contents by name of those files in the folder that decide how it is built; the beginning of lock files is
/// enough.</param>
internal sealed record AssetFolder(ContextPath Location, IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>Files that installing packages reads.</summary>
    public IReadOnlyList<ContextPath> InstallInputs { get; init; } = [];

    /// <summary>Hidden files that tools of front ends read.</summary>
    public IReadOnlyList<ContextPath> Settings { get; init; } = [];

    /// <summary>The text of a file in the folder, or null.</summary>
    public string? Text(string name) => Texts.GetValueOrDefault(name);
}
