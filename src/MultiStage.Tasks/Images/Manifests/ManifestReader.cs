using System.Text.Json.Nodes;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>What an image manifest says: one configuration and its layers, the lowest first.</summary>
internal sealed record Manifest(ImageFormat Format, Descriptor Config, IReadOnlyList<Descriptor> Layers);

/// <summary>Reads manifests and indexes of both families (OCI image-spec 1.1 manifest.md, image-index.md; Docker v2 schema 2).</summary>
internal static class ManifestReader
{
    /// <summary>
    /// The media type of a document. The type in the body wins over the transport's, as the digest covers only the body;
    /// old OCI documents have none and are told apart by their members.
    /// </summary>
    public static string MediaTypeOf(ReadOnlySpan<byte> document, string? transportType, string what)
    {
        var json = StrictJson.ParseObject(document, ImageDiagnostics.InvalidManifest, what);
        if (json.String("mediaType") is { Length: > 0 } own)
        {
            // A document that is one thing to one reader and another thing to the next is an attack (CVE-2021-41190).
            if (MediaTypes.IsIndex(own) ? json["layers"] is not null : MediaTypes.IsManifest(own) && json["manifests"] is not null)
                throw new ImageException(ImageDiagnostics.InvalidManifest, what, "it is a manifest and an index at the same time");
            return own;
        }
        if (json["schemaVersion"] is not null && json.Integer("schemaVersion") == 1)
            return "application/vnd.docker.distribution.manifest.v1+json";
        var (hasManifests, hasLayers) = (json["manifests"] is not null, json["layers"] is not null || json["config"] is not null);
        return (hasManifests, hasLayers) switch
        {
            (true, true) =>
                throw new ImageException(ImageDiagnostics.InvalidManifest, what, "it is a manifest and an index at the same time"),
            (true, false) => MediaTypes.OciIndex,
            (false, true) => MediaTypes.OciManifest,
            _ => throw new ImageException(ImageDiagnostics.InvalidManifest, what, transportType is null
                ? "it has neither layers nor manifests"
                : $"it has neither layers nor manifests, though it was sent as {Printable.Of(transportType)}"),
        };
    }

    public static IReadOnlyList<Descriptor> ReadIndex(ReadOnlySpan<byte> document, ImageLimits limits, string what)
    {
        var json = StrictJson.ParseObject(document, ImageDiagnostics.InvalidManifest, what);
        var entries = json.Array("manifests") ?? throw new ImageException(ImageDiagnostics.InvalidManifest, what, "it has no 'manifests'");
        if (entries.Count > limits.IndexEntries)
            throw new ImageException(ImageDiagnostics.LimitExceeded, "An index", $"{limits.IndexEntries} entries", what);
        return [.. entries.Select(entry => ReadDescriptor(entry, what))];
    }

    public static Manifest ReadManifest(ReadOnlySpan<byte> document, string mediaType, ImageLimits limits, string what)
    {
        if (!MediaTypes.IsManifest(mediaType))
            throw new ImageException(ImageDiagnostics.UnsupportedMediaType, Printable.Of(mediaType), what);
        var json = StrictJson.ParseObject(document, ImageDiagnostics.InvalidManifest, what);
        var config = ReadDescriptor(json["config"], what);
        if (config.MediaType is not (MediaTypes.OciConfig or MediaTypes.DockerConfig))
            throw new ImageException(ImageDiagnostics.UnsupportedMediaType, Printable.Of(config.MediaType), what);
        if (config.Size > limits.ConfigBytes)
            throw BoundedRead.TooLarge("An image configuration", limits.ConfigBytes, what);

        var layers = json.Array("layers") ?? throw new ImageException(ImageDiagnostics.InvalidManifest, what, "it has no 'layers'");
        if (layers.Count > limits.Layers)
            throw new ImageException(ImageDiagnostics.LimitExceeded, "An image", $"{limits.Layers} layers", what);
        var descriptors = layers.Select(layer => ReadDescriptor(layer, what)).ToList();
        foreach (var layer in descriptors)
        {
            if (!MediaTypes.TryReadLayer(layer.MediaType, out _, out _))
                throw new ImageException(ImageDiagnostics.UnsupportedMediaType, Printable.Of(layer.MediaType), what);
            if (layer.Size > limits.LayerBytes)
                throw BoundedRead.TooLarge("A layer", limits.LayerBytes, what);
        }
        return new Manifest(MediaTypes.FormatOf(mediaType), config, descriptors);
    }

    private static Descriptor ReadDescriptor(JsonNode? node, string what)
    {
        if (node is not JsonObject)
            throw new ImageException(ImageDiagnostics.InvalidManifest, what, "a descriptor is missing");
        var mediaType = node.String("mediaType") is { Length: > 0 } type ? type
            : throw new ImageException(ImageDiagnostics.InvalidManifest, what, "a descriptor has no 'mediaType'");
        if (!Digest.TryParse(node.String("digest"), out var digest, out var problem))
            throw new ImageException(ImageDiagnostics.InvalidManifest, what,
                $"the digest '{Printable.Of(node.String("digest"))}' is wrong, {problem}");
        if (node.Integer("size") is not (>= 0 and var size))
            throw new ImageException(ImageDiagnostics.InvalidManifest, what, $"the size of {digest} is wrong");
        return new Descriptor(mediaType, digest, size)
        {
            Platform = ReadPlatform(node.Object("platform")),
            Annotations = (node.Object("annotations") ?? []).Where(pair => pair.Value is JsonValue)
                .ToDictionary(pair => pair.Key, pair => pair.Value!.ToString(), StringComparer.Ordinal),
            Urls = node.Strings("urls") ?? [],
        };
    }

    private static Platform? ReadPlatform(JsonObject? node) =>
        node.String("os") is { } os && node.String("architecture") is { } architecture
            ? new Platform(os, architecture, node.String("variant") is { Length: > 0 } variant ? variant : null)
            : null;
}
