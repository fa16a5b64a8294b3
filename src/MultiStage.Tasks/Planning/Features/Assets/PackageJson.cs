using System.Text.Json;
using MultiStage.Diagnostics;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Features.Assets;

/// <summary>What package.json says about building.</summary>
/// <param name="NodeRange"><c>engines.node</c>; empty for none.</param>
/// <param name="PackageManager"><c>packageManager</c>, such as <c>pnpm@9.1.0</c>; empty for none.</param>
/// <param name="Scripts">Names of scripts.</param>
internal sealed record PackageJson(string NodeRange, string PackageManager, IReadOnlyList<string> Scripts)
{
    public const string FileName = "package.json";

    /// <exception cref="ContainerException">MST5503.</exception>
    public static PackageJson Read(AssetOption asset)
    {
        var path = asset.Folder.Location / FileName;
        if (asset.Folder.Text(FileName) is not { } text)
            throw new ContainerException(AssetDiagnostics.InvalidPackageJson, asset.Name, path, "does not exist");
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new ContainerException(AssetDiagnostics.InvalidPackageJson, asset.Name, path, "is not a JSON object");
            return new PackageJson(
                Member(root, "engines") is { ValueKind: JsonValueKind.Object } engines ? Text(Member(engines, "node")) : "",
                Text(Member(root, "packageManager")),
                Member(root, "scripts") is { ValueKind: JsonValueKind.Object } scripts
                    ? scripts.EnumerateObject().Select(script => script.Name).Sorted()
                    : []);
        }
        catch (JsonException exception)
        {
            throw new ContainerException(AssetDiagnostics.InvalidPackageJson, asset.Name, path,
                $"is no JSON (line {exception.LineNumber + 1}, position {exception.BytePositionInLine + 1})");
        }
    }

    private static JsonElement? Member(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value : null;

    private static string Text(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.String } value ? value.GetString()!.Trim() : "";
}
