using System.Text.Json;

namespace MultiStage.Engines.Docker;

/// <summary>What <c>docker info</c> tells.</summary>
/// <param name="Server">Version of the engine; null when none has answered.</param>
internal sealed record DockerInfo(Version? Server)
{
    /// <summary>Version of the command line; null for those before 23, which do not tell.</summary>
    public Version? Client { get; init; }

    public string OSType { get; init; } = "";
    public bool HasContainerdStore { get; init; }

    /// <summary>Why no engine has answered; may be empty.</summary>
    public string ServerError { get; init; } = "";

    /// <param name="text">The JSON form; whatever is none tells nothing.</param>
    public static DockerInfo Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Read(json.RootElement) : new DockerInfo((Version?)null);
        }
        catch (JsonException)
        {
            return new DockerInfo((Version?)null);
        }
    }

    // "28.5.2+dfsg4", "20.10.24".
    public static Version? Version(string text) =>
        System.Version.TryParse(new string([.. text.TakeWhile(character => char.IsAsciiDigit(character) || character == '.')]).Trim('.'),
            out var version) ? version : null;

    private static DockerInfo Read(JsonElement root) => new(Version(Text(root, "ServerVersion")))
    {
        Client = root.TryGetProperty("ClientInfo", out var client) && client.ValueKind == JsonValueKind.Object
            ? Version(Text(client, "Version"))
            : null,
        OSType = Text(root, "OSType"),
        HasContainerdStore = root.TryGetProperty("DriverStatus", out var status)
            && status.GetRawText().Contains("io.containerd.snapshotter", StringComparison.Ordinal),
        ServerError = root.TryGetProperty("ServerErrors", out var errors) && errors.ValueKind == JsonValueKind.Array
            && errors.GetArrayLength() > 0
            && errors[0].ValueKind == JsonValueKind.String ? errors[0].GetString()! : "",
    };

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
