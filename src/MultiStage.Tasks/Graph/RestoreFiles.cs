using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NuGet.Configuration;

namespace MultiStage.Graph;

/// <summary>What restore and the SDK resolver read beside projects and their imports, up to the repository's root.</summary>
internal sealed partial class RestoreFiles
{
    private static readonly string[] ConfigNames = ["nuget.config", "NuGet.config", "NuGet.Config"];
    private static readonly string[] NearestOnly = ["global.json", "Directory.Build.rsp"];
    private static readonly string[] SourceProperties = ["RestoreSources", "RestoreAdditionalProjectSources", "RestoreFallbackFolders", "RestoreAdditionalProjectFallbackFolders"];
    private static readonly string[] ToolManifests = ["dotnet-tools.json", ".config/dotnet-tools.json"];

    private readonly ToolFolders tools;
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

    /// <summary>Environment variables of the host that the credentials in nuget.config refer to as %NAME%.</summary>
    public IReadOnlyCollection<string> FeedVariables => feedVariables;

    /// <summary>The global.json in force, or null.</summary>
    public string? GlobalJson { get; }

    /// <summary>Version and roll-forward policy of the SDK in global.json; empty where it says nothing.</summary>
    public (string Version, string RollForward) Sdk()
    {
        using var json = ReadGlobalJson();
        return json is not null && json.RootElement.TryGetProperty("sdk", out var sdk) ? (Text(sdk, "version"), Text(sdk, "rollForward")) : ("", "");
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
                : JsonDocument.Parse(File.ReadAllText(GlobalJson), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
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
        if (file is null)
            return;
        files.Add(file);
        try
        {
            var settings = new Settings(Path.GetDirectoryName(file)!, Path.GetFileName(file));
            foreach (var source in new PackageSourceProvider(settings).LoadPackageSources().Where(source => source.IsEnabled))
            {
                if (source.IsLocal)
                    AddFeed(source.Source);
                else if (!IsPublicGallery(source))
                    remoteFeeds.Add(source.Name);
            }
            AddFeedVariables(file);
            foreach (var item in settings.GetSection(ConfigurationConstants.FallbackPackageFolders)?.Items.OfType<AddItem>() ?? [])
                AddFeed(Path.GetFullPath(item.Value, Path.GetDirectoryName(file)!));
        }
        catch (NuGetConfigurationException)
        {
            // Restore reports a broken file with line and column; there is nothing to add to it here.
        }
    }

    // The one gallery that everybody reads without a name.
    private static bool IsPublicGallery(PackageSource source) =>
        Uri.TryCreate(source.Source, UriKind.Absolute, out var address) && address.Host.EndsWith(".nuget.org", StringComparison.OrdinalIgnoreCase);

    // NuGet's own reader would expand the names, so the text is read as it stands.
    private void AddFeedVariables(string file)
    {
        var values = XDocument.Load(file).Descendants("packageSourceCredentials").Descendants("add").Attributes("value");
        foreach (Match match in values.SelectMany(value => Variable().Matches(value.Value)))
            feedVariables.Add(match.Groups[1].Value);
    }

    [GeneratedRegex("%([A-Za-z_][A-Za-z0-9_]*)%")]
    private static partial Regex Variable();

    private void AddFeed(string folder)
    {
        if (Directory.Exists(folder) && !tools.Contains(folder))
            feedFolders.Add(Path.TrimEndingDirectorySeparator(folder));
    }

    private void AddProperties(EvaluatedProject project)
    {
        foreach (var property in SourceProperties)
            foreach (var source in project.Values(property).SelectMany(value => value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
                if (!source.Contains("://", StringComparison.Ordinal))
                    AddFeed(project.Absolute(source));
        foreach (var config in project.Values("RestoreConfigFile"))
            AddConfig(File.Exists(project.Absolute(config)) ? project.Absolute(config) : null);
    }

    private static IEnumerable<string> Upwards(string folder, string root)
    {
        for (var current = folder; current is not null && PathQuestions.IsSameOrBelow(current, root); current = Path.GetDirectoryName(current))
            yield return current;
    }
}
