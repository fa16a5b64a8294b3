using System.Text.Json.Nodes;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>An image's configuration as read; unknown members are kept (OCI image-spec 1.1 config.md).</summary>
/// <param name="Json">The document. Nobody changes it after it was read.</param>
/// <param name="Platform">Where the image runs.</param>
/// <param name="DiffIds">The digests of the uncompressed layers, the lowest first.</param>
internal sealed record ImageConfig(JsonObject Json, Platform Platform, IReadOnlyList<Digest> DiffIds)
{
    /// <summary>The configuration of an image without layers.</summary>
    public static ImageConfig Scratch(Platform platform)
    {
        var json = new JsonObject { ["architecture"] = platform.Architecture, ["os"] = platform.Os };
        if (platform.Variant is not null)
            json["variant"] = platform.Variant;
        return new ImageConfig(json, platform, []);
    }

    public static ImageConfig Read(ReadOnlySpan<byte> document, ImageLimits limits, string what)
    {
        var json = StrictJson.ParseObject(document, ImageDiagnostics.InvalidConfig, what);
        var ids = json.Object("rootfs").Array("diff_ids") ?? throw Invalid(what, "it has no 'rootfs.diff_ids'");
        if (ids.Count > limits.Layers)
            throw new ImageException(ImageDiagnostics.LimitExceeded, "An image", $"{limits.Layers} layers", what);
        var digests = new List<Digest>(ids.Count);
        foreach (var id in ids)
        {
            var text = id is JsonValue value && value.TryGetValue<string>(out var s) ? s : null;
            digests.Add(
                Digest.TryParse(text, out var digest, out var problem)
                    ? digest
                    : throw Invalid(what, $"the diff id '{Printable.Of(text)}' is wrong, {problem}"));
        }
        // A wrong kind where the merge reads would otherwise be lost without a word.
        if (json["config"] is not (null or JsonObject))
            throw Invalid(what, "'config' is not an object");
        if (json["history"] is not (null or JsonArray))
            throw Invalid(what, "'history' is not an array");
        var variant = json.String("variant");
        return new ImageConfig(json,
            new Platform(json.String("os") ?? "", json.String("architecture") ?? "", string.IsNullOrEmpty(variant) ? null : variant),
            digests);
    }

    private static ImageException Invalid(string what, string problem) => new(ImageDiagnostics.InvalidConfig, what, problem);
}
