using System.Text.Json;

namespace MultiStage.Graph;

/// <summary>What restore and the SDK resolver read beside projects and their imports, up to the repository's root.</summary>
internal sealed class RestoreFiles
{
    private static readonly string[] ConfigNames = ["nuget.config", "NuGet.config", "NuGet.Config"];
    private static readonly string[] NearestOnly = ["global.json", "Directory.Build.rsp"];
    private static readonly string[] SourceProperties = ["RestoreSources", "RestoreAdditionalProjectSources", "RestoreFallbackFolders",
        "RestoreAdditionalProjectFallbackFolders"];
    private static readonly string[] ToolManifests = ["dotnet-tools.json", ".config/dotnet-tools.json"];

    private readonly ToolFolders tools;
    private readonly List<NuGetConfig> configs = [];
    private readonly SortedSet<string> files = new(StringComparer.Ordinal);
    private readonly SortedSet<string> feedFolders = new(StringComparer.Ordinal);
    private readonly SortedSet<string> remoteFeeds = new(StringComparer.Ordinal);
    private readonly SortedSet<string> feedVariables = new(StringComparer.Ordinal);

    /// <param name="published">The project whose folder global.json is looked for from.</param>
    /// <param name="projects">The closure.</param>
    /// <param name="tools">Folders that the builder has of its own; the F# SDK brings a package source in one.</param>
    /// <param name="root">The repository's root, absolute.</param>
    public RestoreFiles(EvaluatedProject published, IReadOnlyList<EvaluatedProject> projects, ToolFolders tools, string root)
    {
        this.tools = tools;
        foreach (var folder in projects.SelectMany(project => Upwards(project.Folder, root)).Distinct(StringComparer.Ordinal))
        {
            AddConfig(ConfigNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists));
            foreach (var manifest in ToolManifests)
                AddFile(Path.Combine(folder, manifest));
        }
        foreach (var name in NearestOnly)
            AddFile(Upwards(published.Folder, root).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists));
        GlobalJson = files.FirstOrDefault(file => Path.GetFileName(file) == "global.json");
        foreach (var project in projects)
            AddProperties(project);
    }

    /// <summary>All files, absolute.</summary>
    public IReadOnlyCollection<string> Files => files;

    /// <summary>Folders that serve as package sources or fallback folders, absolute.</summary>
    public IReadOnlyCollection<string> FeedFolders => feedFolders;

    /// <summary>Names of remote sources that the repository's own nuget.config files add.</summary>
    public IReadOnlyCollection<string> RemoteFeeds => remoteFeeds;

    /// <summary>Environment variables of the host that nuget.config refers to as %NAME%: in addresses, credentials and proxies.</summary>
    public IReadOnlyCollection<string> FeedVariables => feedVariables;

    /// <summary>What the builder will see.</summary>
    /// <param name="published">The published project.</param>
    /// <param name="root">The repository's root.</param>
    public BuilderFeeds ForBuilder(EvaluatedProject published, string root)
    {
        var chain = configs.Where(config => PathQuestions.IsSameOrBelow(published.Folder, Path.GetDirectoryName(config.File)!))
            .OrderByDescending(config => config.File.Length).ToList();
        var added = published.Values("RestoreAdditionalProjectSources")
            .SelectMany(value => value.Split(';', StringSplitOptions.RemoveEmptyEntries))
            .Where(source => !tools.Contains(published.Absolute(source.Trim())));
        return new BuilderFeeds(chain, [.. configs.Except(chain)], root)
        {
            IsComplete = !published.Values("RestoreSources").Concat(published.Values("RestoreConfigFile")).Concat(added).Any(),
        };
    }

    /// <summary>The global.json in force, or null.</summary>
    public string? GlobalJson { get; }

    /// <summary>Version and roll-forward policy of the SDK in global.json; empty where it says nothing.</summary>
    public (string Version, string RollForward) Sdk()
    {
        using var json = ReadGlobalJson();
        return json is not null && json.RootElement.TryGetProperty("sdk", out var sdk)
            ? (Text(sdk, "version"), Text(sdk, "rollForward"))
            : ("", "");
    }

    /// <summary>The test runner that global.json names for all projects; empty for none.</summary>
    public string TestRunner()
    {
        using var json = ReadGlobalJson();
        return json is not null && json.RootElement.ValueKind == JsonValueKind.Object
            && json.RootElement.TryGetProperty("test", out var test) && test.ValueKind == JsonValueKind.Object ? Text(test, "runner") : "";
    }

    private JsonDocument? ReadGlobalJson()
    {
        try
        {
            return GlobalJson is null ? null
                : JsonDocument.Parse(File.ReadAllText(GlobalJson),
                    new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        }
        catch (JsonException)
        {
            // The dotnet host has ignored the same file with a warning of its own.
            return null;
        }
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private void AddFile(string? file)
    {
        if (file is not null && File.Exists(file))
            files.Add(file);
    }

    private void AddConfig(string? file)
    {
        if (file is null || !files.Add(file) || NuGetConfig.Read(file) is not { } config)
            return;
        configs.Add(config);
        foreach (var feed in config.Feeds.Where(feed => feed.IsEnabled))
        {
            if (feed.Folder is not null)
                AddFeed(feed.Folder);
            if (feed is { IsRemote: true, IsPublicGallery: false })
                remoteFeeds.Add(feed.Name);
        }
        feedVariables.UnionWith(config.Variables.Select(variable => variable.Name));
    }

    private void AddFeed(string folder)
    {
        if (Directory.Exists(folder) && !tools.Contains(folder))
            feedFolders.Add(Path.TrimEndingDirectorySeparator(folder));
    }

    private void AddProperties(EvaluatedProject project)
    {
        foreach (var property in SourceProperties)
            foreach (var source in project.Values(property)
                .SelectMany(value => value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
                if (!source.Contains("://", StringComparison.Ordinal))
                    AddFeed(project.Absolute(source));
        foreach (var config in project.Values("RestoreConfigFile"))
            AddConfig(File.Exists(project.Absolute(config)) ? project.Absolute(config) : null);
    }

    private static IEnumerable<string> Upwards(string folder, string root)
    {
        for (var current = folder; current is not null
            && PathQuestions.IsSameOrBelow(current, root); current = Path.GetDirectoryName(current))
            yield return current;
    }
}
