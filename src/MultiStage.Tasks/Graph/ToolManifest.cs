using System.Text.Json;

namespace MultiStage.Graph;

/// <summary>The commands that a repository's tool manifest offers.</summary>
internal static class ToolManifest
{
    public const string FileName = "dotnet-tools.json";

    /// <param name="path">Absolute path of the manifest.</param>
    public static IReadOnlyList<string> Commands(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path),
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("tools", out var tools)
                && tools.ValueKind == JsonValueKind.Object
                ? [.. tools.EnumerateObject().SelectMany(tool => Commands(tool.Value))]
                : [];
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            // dotnet itself reports a broken manifest to those who use it.
            return [];
        }
    }

    private static IReadOnlyList<string> Commands(JsonElement tool) =>
        tool.ValueKind == JsonValueKind.Object && tool.TryGetProperty("commands", out var commands)
            && commands.ValueKind == JsonValueKind.Array
            ? [.. commands.EnumerateArray().Where(command => command.ValueKind == JsonValueKind.String)
                .Select(command => command.GetString()!)]
            : [];
}
