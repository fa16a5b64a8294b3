using System.Text.Json;

namespace MultiStage.EngineTests;

/// <summary>What tests ask an engine about its images.</summary>
internal static class EngineImages
{
    /// <summary>What docker inspect says.</summary>
    public static async Task<JsonElement> InspectAsync(this Engine engine, string image)
    {
        var result = await engine.RunAsync("image", "inspect", image);
        using var json = JsonDocument.Parse(result.Succeeded().StandardOutput);
        return json.RootElement[0].Clone();
    }

    /// <summary>Digests of the unpacked layers, from the base image up; the same in both image stores.</summary>
    public static async Task<IReadOnlyList<string>> LayersAsync(this Engine engine, string image) =>
        [.. (await engine.InspectAsync(image)).GetProperty("RootFS").GetProperty("Layers").EnumerateArray()
            .Select(layer => layer.GetString()!)];

    public static async Task<string> IdAsync(this Engine engine, string image) =>
        (await engine.InspectAsync(image)).GetProperty("Id").GetString()!;

    public static async Task<bool> HasAsync(this Engine engine, string image) =>
        (await engine.RunAsync("image", "inspect", image)).ExitCode == 0;

    public static Task RemoveAsync(this Engine engine, params string[] images) => engine.RunAsync(["image", "rm", "--force", .. images]);

    /// <summary>The environment of the image.</summary>
    public static IReadOnlyDictionary<string, string> Environment(JsonElement image) =>
        image.GetProperty("Config").GetProperty("Env").EnumerateArray().Select(entry => entry.GetString()!.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);

    public static IReadOnlyDictionary<string, string> Labels(JsonElement image) =>
        image.GetProperty("Config").TryGetProperty("Labels", out var labels) && labels.ValueKind == JsonValueKind.Object
            ? labels.EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!)
            : new Dictionary<string, string>();

    /// <summary>Runs the image to its end and returns what it prints.</summary>
    public static Task<CommandResult> RunImageAsync(this Engine engine, string image, params string[] arguments) =>
        engine.RunAsync(["run", "--rm", "--network=host", image, .. arguments]);
}
