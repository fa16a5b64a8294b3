using System.Text.Json;
using System.Text.Json.Nodes;
using MultiStage.Engines.Contract;

namespace MultiStage.Tasks;

/// <summary>The file <c>image.json</c>: what the last build left, for scripts that deploy it.</summary>
internal static class ImageRecord
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, NewLine = "\n" };

    /// <param name="result">The image.</param>
    /// <param name="target">The stage that was built.</param>
    /// <param name="isPushed">Whether the names are those of a registry, so that digests find the image there.</param>
    /// <param name="baseImage">What the stage <c>base</c> starts from.</param>
    public static string Text(ImageResult result, string target, bool isPushed, string baseImage)
    {
        // Nodes, not a serialized type: reflection over one would take longer than all else here.
        var platforms = new JsonObject();
        foreach (var image in result.Platforms.OrderBy(image => image.Platform, StringComparer.Ordinal))
            platforms[image.Platform] = new JsonObject { ["digest"] = image.Digest, ["baseDigest"] = image.BaseDigest };
        return new JsonObject
        {
            ["names"] = Texts(result.Names),
            ["digest"] = result.Digest,
            ["references"] =
                Texts(isPushed && result.Digest.Length > 0
                    ? result.Names.Select(name => Repository(name) + "@" + result.Digest).Distinct(StringComparer.Ordinal)
                    : []),
            ["mediaType"] = result.MediaType,
            ["platforms"] = platforms,
            ["base"] = baseImage,
            ["size"] = result.Size,
            ["target"] = target,
            ["archive"] = result.Path?.Text ?? "",
        }.ToJsonString(Form) + "\n";
    }

    // The port of a registry has a colon, too, and a slash behind it.
    private static string Repository(string name) =>
        name.LastIndexOf(':') is var colon and > 0 && colon > name.LastIndexOf('/') ? name[..colon] : name;

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
