using System.Formats.Tar;
using System.Text;
using System.Text.Json.Nodes;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

/// <summary>Archives and layouts for tests.</summary>
internal static class TestArchives
{
    public static readonly byte[] LayerBytes = TestImages.Noise(5000);
    public static readonly ImageReference[] TwoNames = [WholeReference.Parse("shop:1.0"), WholeReference.Parse("localhost:5000/shop:1.0")];

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task<Digest> WriteAsync(string kind, BuiltImage image, string path, IReadOnlyList<ImageReference> names) => kind switch
    {
        "oci" => ImageDestination.WriteLayoutAsync(ImageSet.Of(image), path, names, ImageLimits.Default, Token),
        "oci-archive" => ImageDestination.WriteOciArchiveAsync(ImageSet.Of(image), path, names, Token),
        _ => ImageDestination.WriteDockerArchiveAsync(ImageSet.Of(image), path, names, Token),
    };

    public static Task<BaseImage> ReadAsync(Bench bench, string location, string? name, string platform = "linux/amd64") =>
        bench.Source.ResolveAsync(BaseImageLocation.Parse(name is null ? location : location + ":" + name),
            Platform.Parse(platform), Token);

    public static void WriteDockerSave(
        string path, byte[][] layers, bool gzipLayers, bool gzipFile, string? linkSecond = null, Digest[]? diffIds = null,
        (string, byte[])[]? extra = null)
    {
        var ids = diffIds ?? [.. layers.Select(layer => Digest.Of(layer))];
        var config = new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["rootfs"] = new JsonObject { ["type"] = "layers",
                ["diff_ids"] = new JsonArray([.. ids.Select(id => (JsonNode)id.ToString())]) },
        };
        var table = new JsonArray(new JsonObject
        {
            ["Config"] = "abc.json",
            ["RepoTags"] = new JsonArray("app:1"),
            ["Layers"] = new JsonArray([.. layers.Select((_, i) => (JsonNode)$"layer{i}/layer.tar")]),
        });
        var members = new List<(string, byte[])> { ("abc.json", Encoding.UTF8.GetBytes(config.ToJsonString())),
            ("manifest.json", Encoding.UTF8.GetBytes(table.ToJsonString())) };
        members.AddRange(extra ?? []);
        members.AddRange(
            layers.Take(linkSecond is null ? layers.Length : 1)
                .Select((layer, i) => ($"layer{i}/layer.tar", gzipLayers ? TestImages.Gzip(layer) : layer)));
        using var memory = new MemoryStream();
        using (var writer = new TarWriter(memory, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in members)
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            if (linkSecond is not null)
                writer.WriteEntry(new UstarTarEntry(TarEntryType.SymbolicLink, "layer1/layer.tar") { LinkName = linkSecond });
        }
        File.WriteAllBytes(path, gzipFile ? TestImages.Gzip(memory.ToArray()) : memory.ToArray());
    }

    public static void WriteTar(string path, params (string Name, byte[] Content)[] members) => File.WriteAllBytes(path, TarOf(members));

    public static byte[] TarOf(params (string Name, byte[] Content)[] members)
    {
        using var memory = new MemoryStream();
        using (var writer = new TarWriter(memory, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in members)
                writer.WriteEntry(
                    new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content),
                        ModificationTime = DateTimeOffset.UnixEpoch });
        }
        return memory.ToArray();
    }

    public static Dictionary<string, byte[]> ReadTar(string path)
    {
        var result = new Dictionary<string, byte[]>();
        using var reader = new TarReader(File.OpenRead(path));
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            if (entry.EntryType != TarEntryType.RegularFile)
                continue;
            using var memory = new MemoryStream();
            entry.DataStream?.CopyTo(memory);
            result.Add(entry.Name, memory.ToArray());
        }
        return result;
    }
}
