using System.Text.Json;

namespace MultiStage.Images;

/// <summary>Writes manifests and indexes: fixed member order, so that equal images are equal bytes.</summary>
internal static class ManifestWriter
{
    public static byte[] Manifest(ImageFormat format, Descriptor config, IEnumerable<Descriptor> layers,
        IReadOnlyDictionary<string, string>? annotations = null) =>
        StrictJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion", 2);
            writer.WriteString("mediaType", MediaTypes.Manifest(format));
            writer.WritePropertyName("config");
            WriteDescriptor(writer, config, format);
            writer.WriteStartArray("layers");
            foreach (var layer in layers)
                WriteDescriptor(writer, layer, format);
            writer.WriteEndArray();
            if (format == ImageFormat.Oci)
                WriteAnnotations(writer, annotations);
            writer.WriteEndObject();
        });

    public static byte[] Index(ImageFormat format, IEnumerable<Descriptor> manifests,
        IReadOnlyDictionary<string, string>? annotations = null) =>
        StrictJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion", 2);
            writer.WriteString("mediaType", MediaTypes.Index(format));
            writer.WriteStartArray("manifests");
            foreach (var manifest in manifests)
                WriteDescriptor(writer, manifest, format);
            writer.WriteEndArray();
            if (format == ImageFormat.Oci)
                WriteAnnotations(writer, annotations);
            writer.WriteEndObject();
        });

    private static void WriteDescriptor(Utf8JsonWriter writer, Descriptor descriptor, ImageFormat format)
    {
        writer.WriteStartObject();
        writer.WriteString("mediaType", descriptor.MediaType);
        writer.WriteString("digest", descriptor.Digest.ToString());
        writer.WriteNumber("size", descriptor.Size);
        if (descriptor.Urls.Count > 0)
        {
            writer.WriteStartArray("urls");
            foreach (var url in descriptor.Urls)
                writer.WriteStringValue(url);
            writer.WriteEndArray();
        }
        if (descriptor.Platform is { } platform)
        {
            writer.WriteStartObject("platform");
            writer.WriteString("architecture", platform.Architecture);
            writer.WriteString("os", platform.Os);
            if (platform.Variant is not null)
                writer.WriteString("variant", platform.Variant);
            writer.WriteEndObject();
        }
        // Docker's schema has no annotations.
        if (format == ImageFormat.Oci)
            WriteAnnotations(writer, descriptor.Annotations);
        writer.WriteEndObject();
    }

    private static void WriteAnnotations(Utf8JsonWriter writer, IReadOnlyDictionary<string, string>? annotations)
    {
        if (annotations is null or { Count: 0 })
            return;
        writer.WriteStartObject("annotations");
        foreach (var (key, value) in annotations.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            writer.WriteString(key, value);
        writer.WriteEndObject();
    }
}
