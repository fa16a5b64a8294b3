namespace MultiStage.Model;

/// <summary>
/// What evaluation found out about the project that is published and all projects it needs.
/// Lists are in no particular order.
/// </summary>
internal sealed record SolutionModel : InputSet
{
    /// <summary>The project that is published, e.g. <c>src/Shop.Web/Shop.Web.csproj</c>.</summary>
    public required ContextPath Project { get; init; }

    /// <summary>The references between the projects, those of the tests among them.</summary>
    public DependencyGraph Graph { get; init; } = DependencyGraph.Empty;

    /// <summary>The projects that something is made of: the published one, and the tests.</summary>
    public IReadOnlyList<ContextPath> EntryPoints => [Project, .. Tests.Tests.Select(test => test.Path).Sorted()];

    /// <summary>Tool manifests whose tools the projects run when they are restored or built.</summary>
    public IReadOnlyList<ContextPath> NeededTools { get; init; } = [];

    /// <summary>What the app and the tests are made of.</summary>
    public InputSet WithTests => this with
    {
        Projects = [.. Projects, .. Tests.Projects],
        SharedInputs = [.. SharedInputs, .. Tests.SharedInputs],
        FeedFolders = [.. FeedFolders, .. Tests.FeedFolders],
        InputFolders = [.. InputFolders, .. Tests.InputFolders],
        RemoteFeeds = [.. RemoteFeeds, .. Tests.RemoteFeeds],
        FeedVariables = [.. FeedVariables.Union(Tests.FeedVariables, StringComparer.Ordinal)],
    };

    /// <summary>What the projects say about Entity Framework Core.</summary>
    public EntityFrameworkModel EntityFramework { get; init; } = new();

    /// <summary>Packages that take the version from Git, without a word of the project on what it is.</summary>
    public IReadOnlyList<string> VersionTools { get; init; } = [];

    /// <summary>Files of Git that projects read: what a builder does not have.</summary>
    public IReadOnlyList<HistoryRead> HistoryReads { get; init; } = [];

    /// <summary>Commands in targets of the repository that ask Git: by the file that has one, the command.</summary>
    public IReadOnlyList<NameValue> GitCommands { get; init; } = [];

    /// <summary>Container options that have another value in a container: their names.</summary>
    public IReadOnlyList<string> OptionsOfContainer { get; init; } = [];

    /// <summary>Projects beside the graph that targets build or run.</summary>
    public IReadOnlyList<TaskProject> TaskProjects { get; init; } = [];

    /// <summary>Packs of .NET workloads that the projects need.</summary>
    public IReadOnlyList<string> WorkloadPacks { get; init; } = [];

    /// <summary>Files that ask for the operating system; none where the answer is that of a builder.</summary>
    public IReadOnlyList<ContextPath> SystemConditions { get; init; } = [];

    /// <summary>Test projects; none when nobody asks for them.</summary>
    public TestModel Tests { get; init; } = new();

    /// <summary>Names that the published project uses and that could be meant for us.</summary>
    public UsedNames Names { get; init; } = UsedNames.None;

    /// <summary>How the published project is published.</summary>
    public required PublishModel Publish { get; init; }
}

/// <summary>A project that a target builds or runs without a reference to it.</summary>
/// <param name="Path">The project file.</param>
/// <param name="Target">The target that names it.</param>
internal sealed record TaskProject(ContextPath Path, string Target);

/// <summary>A file of Git that a project reads. Both are named for messages alone, as seen from the repository.</summary>
/// <param name="Reader">The project, or what it imports.</param>
/// <param name="Name">What is read.</param>
/// <param name="Property">The property that gets it; empty where it is none.</param>
internal sealed record HistoryRead(string Reader, string Name, string Property);

/// <summary>A JavaScript project (<c>.esproj</c>) of the graph.</summary>
/// <param name="Path">The project file.</param>
/// <param name="BuildCommand"><c>BuildCommand</c>; empty where the project leaves it to its SDK.</param>
/// <param name="OutputFolder"><c>BuildOutputFolder</c>, relative to the project; empty where it is not set.</param>
internal sealed record FrontEndModel(ContextPath Path, string BuildCommand, string OutputFolder);

/// <summary>One project of the graph.</summary>
internal sealed record ProjectModel
{
    /// <summary>The project file, e.g. <c>src/Shop.Domain/Shop.Domain.csproj</c>.</summary>
    public required ContextPath Path { get; init; }

    /// <summary>Files that evaluation and restore read: the project file, its imports, its lock file.</summary>
    public required IReadOnlyList<ContextPath> RestoreInputs { get; init; }

    /// <summary>Files under the project's folder that its evaluated items name; empty entries of other projects included.</summary>
    public IReadOnlyList<ContextPath> Files { get; init; } = [];

    /// <summary>Files outside the project's folder that its evaluated items name: linked sources, additional files, content.</summary>
    public IReadOnlyList<ContextPath> LinkedFiles { get; init; } = [];

    /// <summary>Folders under the project's folder that never travel: build outputs and projects that are not part of the graph.</summary>
    public IReadOnlyList<ContextPath> ExcludedFolders { get; init; } = [];

    /// <summary>Whether the project asks for packages itself.</summary>
    public bool HasPackages { get; init; }

    /// <summary>Whether restore works from a packages.lock.json.</summary>
    public bool UsesLockFile { get; init; }

    /// <summary>Whether the project references Microsoft.AspNetCore.App.</summary>
    public bool NeedsAspNetCore { get; init; }
}

/// <summary>Entity Framework Core and its tool, as the projects name them.</summary>
internal sealed record EntityFrameworkModel
{
    /// <summary>The version that the projects ask for; empty when no project does.</summary>
    public string Version { get; init; } = "";

    /// <summary>Version of dotnet-ef in the repository's tool manifest; empty without one.</summary>
    public string ToolVersion { get; init; } = "";

    /// <summary>Whether the published project references what the tool needs of it, Microsoft.EntityFrameworkCore.Design.</summary>
    public bool HasDesign { get; init; }
}

/// <summary>The published project's evaluated way of publishing.</summary>
internal sealed record PublishModel
{
    /// <summary>File name of the assembly without extension.</summary>
    public required string AssemblyName { get; init; }

    /// <summary>The framework that is published, e.g. <c>net10.0</c>.</summary>
    public required string TargetFramework { get; init; }

    /// <summary>True when the project has several frameworks and one was chosen.</summary>
    public bool IsMultiTargeting { get; init; }

    /// <summary>Version of the .NET SDK that evaluates, e.g. <c>10.0.401</c>.</summary>
    public string SdkVersion { get; init; } = "";

    /// <summary>Version in global.json and its roll-forward policy; empty without one.</summary>
    public string GlobalJsonVersion { get; init; } = "";

    /// <inheritdoc cref="GlobalJsonVersion"/>
    public string GlobalJsonRollForward { get; init; } = "";

    public bool IsSelfContained { get; init; }
    public bool IsSingleFile { get; init; }
    public bool IsAot { get; init; }
    public bool IsTrimmed { get; init; }
    public bool IsReadyToRun { get; init; }
    public bool IsInvariantGlobalization { get; init; }

    /// <summary>Whether a web server serves what is published: Blazor WebAssembly, or <c>ContainerFamily</c> nginx.</summary>
    public bool IsStaticSite { get; init; }

    /// <summary>Whether such a project has an application that the image leaves out.</summary>
    public bool LeavesOutServer { get; init; }

    /// <summary>Whether the project runs npm in a target of its own when it is published, as older templates do.</summary>
    public bool HasSpaTarget { get; init; }

    /// <summary>The runtime identifiers that the project itself names (<c>RuntimeIdentifier</c> or <c>RuntimeIdentifiers</c>).</summary>
    public IReadOnlyList<string> RuntimeIdentifiers { get; init; } = [];
}
