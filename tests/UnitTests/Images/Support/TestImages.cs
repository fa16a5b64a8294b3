using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

/// <summary>Small images made by hand, not by the code under test where it matters.</summary>
internal static class TestImages
{
    /// <summary>Bytes that differ by seed and do not compress.</summary>
    public static byte[] Noise(int length, int seed = 1)
    {
        var result = new byte[length];
#pragma warning disable CA5394 // Test data.
        new Random(seed).NextBytes(result);
#pragma warning restore CA5394
        return result;
    }

    public static byte[] Gzip(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
            gzip.Write(content);
        return memory.ToArray();
    }

    public static (byte[] Config, byte[] Manifest) Documents(Platform platform, ImageFormat format, params byte[][] layers)
    {
        var diffIds = layers.Select((layer, i) => Digest.Of(Encoding.UTF8.GetBytes("tar of " + Digest.Of(layer) + i))).ToList();
        var configJson = new JsonObject
        {
            ["architecture"] = platform.Architecture,
            ["os"] = platform.Os,
            ["config"] = new JsonObject { ["Env"] = new JsonArray("PATH=/bin"), ["Cmd"] = new JsonArray("sh") },
            ["rootfs"] = new JsonObject { ["type"] = "layers",
                ["diff_ids"] = new JsonArray([.. diffIds.Select(id => (JsonNode)id.ToString())]) },
            ["history"] = new JsonArray([.. layers.Select(_ => (JsonNode)new JsonObject { ["created_by"] = "test" })]),
        };
        if (platform.Variant is not null)
            configJson["variant"] = platform.Variant;
        var config = Encoding.UTF8.GetBytes(configJson.ToJsonString());
        var descriptors =
            layers.Select(layer => new Descriptor(MediaTypes.Layer(format, LayerCompression.Gzip), Digest.Of(layer), layer.Length));
        return (config,
            ManifestWriter.Manifest(format, new Descriptor(MediaTypes.Config(format), Digest.Of(config), config.Length), descriptors));
    }

    public static BaseImage Base(ImageFormat format = ImageFormat.Oci, params byte[][] layers)
    {
        var (config, manifest) = Documents(Platform.LinuxAmd64, format, layers);
        var read = ImageConfig.Read(config, ImageLimits.Default, "test");
        return new BaseImage("test", format, new Descriptor(MediaTypes.Manifest(format), Digest.Of(manifest), manifest.Length), read,
            [.. layers.Zip(read.DiffIds,
                (layer, id) => new ImageLayer(Blob.Of(MediaTypes.Layer(format, LayerCompression.Gzip), layer), id))]);
    }

    public static readonly ImageConfigChanges NoChanges = new() { Created = DateTimeOffset.UnixEpoch };

    public static BuiltImage Built(ImageFormat format = ImageFormat.Oci, params byte[][] layers) =>
        ImageBuilder.Build(Base(format, layers), [], NoChanges);
}
