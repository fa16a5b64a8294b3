using System.Text.Json;

namespace MultiStage.EngineTests;

/// <summary>Publishes with the embedded engine, whose base images come from the registry of the tests.</summary>
internal static class EmbeddedPublishing
{
    public static Task<CommandResult> PublishEmbeddedAsync(this Workspace workspace, string folder, params string[] arguments) =>
        workspace.PublishEmbeddedAsync(folder, null, null, arguments);

    public static Task<CommandResult> PublishEmbeddedAsync(this Workspace workspace, string folder, Engine? engine,
        IReadOnlyDictionary<string, string?>? environment, params string[] arguments) =>
        workspace.PublishEmbeddedAsync(folder, engine, environment, CancellationToken.None, arguments);

    /// <param name="engine">The engine whose command is on the PATH; null for one without any.</param>
    /// <param name="cancellation">Kills the publish with all that it has started.</param>
    public static Task<CommandResult> PublishEmbeddedAsync(this Workspace workspace, string folder, Engine? engine,
        IReadOnlyDictionary<string, string?>? environment, CancellationToken cancellation, params string[] arguments) =>
        workspace.DotNetAsync(folder,
            ["publish", Publishing.MultiStage, "-p:ContainerEngine=embedded", "-p:ContainerBaseRegistry=" + Engine.Registry, "-v:n",
                .. arguments], engine,
            new Dictionary<string,
                string?> { ["XDG_CACHE_HOME"] = workspace.Path("cache") }.Concat(environment ?? new Dictionary<string, string?>())
                .GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value), cancellation);

    /// <summary>The result file of the publish.</summary>
    public static JsonElement ImageJson(this Workspace workspace, string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(workspace.Generated(folder, "image.json")));
        return json.RootElement.Clone();
    }

    public static string Digest(this Workspace workspace, string folder) => workspace.ImageJson(folder).GetProperty("digest").GetString()!;
}
