using System.Text.Json.Nodes;

namespace MultiStage.Images;

/// <summary>The small files of an OCI layout, and of a Docker archive beside them.</summary>
internal static class LayoutDocuments
{
    public static readonly byte[] Version = "{\"imageLayoutVersion\":\"1.0.0\"}"u8.ToArray();

    /// <summary>The path of a blob inside a layout.</summary>
    public static string PathOf(Digest digest) => "blobs/" + digest.Algorithm + "/" + digest.Hex;

    /// <summary>Entries of <c>index.json</c>: one per name, or one without a name.</summary>
    public static IReadOnlyList<Descriptor> Entries(ImageSet set, IReadOnlyList<ImageReference> names)
    {
        var top = set.Top.Descriptor;
        if (!set.IsIndex)
            top = top with { Platform = set.Images[0].Platform };
        if (names.Count == 0)
            return [top];
        return [.. names.OrderBy(name => name.ToString(), StringComparer.Ordinal).Select(name => top with
        {
            // containerd, and so docker, takes the full name; podman and skopeo the tag.
            Annotations = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["io.containerd.image.name"] = name.ToString(),
                ["org.opencontainers.image.ref.name"] = name.Tag.Length > 0 ? name.Tag : name.Locator,
            },
        })];
    }

    /// <summary>Docker's <c>manifest.json</c> over the same blobs, as docker 25 and later write it.</summary>
    public static byte[] DockerTable(BuiltImage image, IReadOnlyList<ImageReference> names)
    {
        var entry = new JsonObject
        {
            ["Config"] = PathOf(image.Config.Descriptor.Digest),
            ["RepoTags"] =
                new JsonArray(
                    [.. names.Where(name => name.Tag.Length > 0).Select(name => name.Familiar).Order(StringComparer.Ordinal)
                        .Select(name => (JsonNode)name)]),
            ["Layers"] = new JsonArray([.. image.Layers.Select(layer => (JsonNode)PathOf(layer.Blob.Descriptor.Digest))]),
        };
        return StrictJson.Write(writer => new JsonArray(entry).WriteTo(writer));
    }

    /// <summary>Every blob of a set, each once: the layers of an image, the lowest first, its documents, and the index last.</summary>
    public static IReadOnlyList<Blob> Blobs(ImageSet set) =>
        [.. set.Images.SelectMany(image => image.Content.Append(image.Manifest)).Append(set.Top)
            .DistinctBy(blob => blob.Descriptor.Digest)];
}
