using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using MultiStage.Diagnostics;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

public class ArchiveTests
{
    private static readonly byte[] LayerBytes = TestImages.Noise(5000);
    private static readonly ImageReference[] Names = [ImageReference.Parse("shop:1.0"), ImageReference.Parse("localhost:5000/shop:1.0")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("oci", "Oci")]
    [InlineData("oci-archive", "Oci")]
    [InlineData("docker-archive", "Oci")]
    [InlineData("oci", "Docker")]
    [InlineData("oci-archive", "Docker")]
    [InlineData("docker-archive", "Docker")]
    public async Task What_is_written_can_be_a_base_again(string kind, string format)
    {
        using var bench = new Bench();
        var image = TestImages.Built(Enum.Parse<ImageFormat>(format), LayerBytes, TestImages.Noise(10, 2));
        await WriteAsync(kind, image, bench.Folder["out"], Names);
        var read = await ReadAsync(bench, kind + ":" + bench.Folder["out"], name: kind == "oci" ? "1.0" : "shop:1.0");
        Assert.Equal(image.As(ImageFormat.Oci).Digest, read.Manifest!.Digest);
        Assert.Equal(image.Config.Descriptor.Digest, image.As(ImageFormat.Oci).Config.Descriptor.Digest);
        Assert.Equal(LayerBytes, await read.Layers[0].Blob.ReadAllAsync());
        Assert.Equal(image.Layers.Select(layer => layer.DiffId), read.Layers.Select(layer => layer.DiffId));
    }

    [Theory]
    [InlineData("oci-archive")]
    [InlineData("docker-archive")]
    public async Task Equal_images_are_equal_files(string kind)
    {
        using var folder = new TempFolder();
        await WriteAsync(kind, TestImages.Built(ImageFormat.Oci, LayerBytes), folder["a"], Names);
        await WriteAsync(kind, TestImages.Built(ImageFormat.Oci, LayerBytes), folder["b"], [.. Names.Reverse()]);
        Assert.Equal(await File.ReadAllBytesAsync(folder["a"], Token), await File.ReadAllBytesAsync(folder["b"], Token));
    }

    [Fact]
    public async Task A_Docker_archive_has_the_table_that_docker_load_reads()
    {
        using var folder = new TempFolder();
        var image = TestImages.Built(ImageFormat.Oci, LayerBytes, TestImages.Noise(10, 2));
        await WriteAsync("docker-archive", image, folder["out"], Names);
        var members = ReadTar(folder["out"]);
        var entry = JsonNode.Parse(members["manifest.json"])!.AsArray().Single()!;
        Assert.Equal(["localhost:5000/shop:1.0", "shop:1.0"], entry["RepoTags"]!.AsArray().Select(tag => (string?)tag));
        Assert.Equal(image.Config.Descriptor.Digest, Digest.Of(members[(string)entry["Config"]!]));
        Assert.Equal(image.Layers.Select(layer => layer.Blob.Descriptor.Digest), entry["Layers"]!.AsArray().Select(layer => Digest.Of(members[(string)layer!])));
        Assert.Contains("oci-layout", members.Keys);
    }

    [Fact]
    public async Task Equal_layers_are_written_once()
    {
        using var folder = new TempFolder();
        await WriteAsync("docker-archive", TestImages.Built(ImageFormat.Oci, LayerBytes, LayerBytes), folder["out"], Names);
        Assert.Equal(6, ReadTar(folder["out"]).Count);
    }

    [Fact]
    public async Task An_index_fits_into_a_layout_and_an_OCI_archive_but_not_into_a_Docker_archive()
    {
        using var bench = new Bench();
        var images = new[] { "linux/arm64", "linux/amd64" }.Select(p => ImageBuilder.Build(BaseImage.Scratch(Platform.Parse(p)), [], TestImages.NoChanges)).ToList();
        var set = ImageSet.IndexOf(images);
        await ImageDestination.WriteLayoutAsync(set, bench.Folder["layout"], Names, ImageLimits.Default, Token);
        await ImageDestination.WriteOciArchiveAsync(set, bench.Folder["archive"], Names, Token);
        await Errors.ThrowsAsync(ImageDiagnostics.ArchiveCannotHold, () => ImageDestination.WriteDockerArchiveAsync(set, bench.Folder["docker"], Names, Token));
        Assert.False(File.Exists(bench.Folder["docker"]));
        foreach (var location in new[] { "oci:" + bench.Folder["layout"], "oci-archive:" + bench.Folder["archive"] })
        {
            Assert.Equal(images[0].Digest, (await ReadAsync(bench, location, "localhost:5000/shop:1.0", "linux/arm64")).Manifest!.Digest);
            Assert.Equal(["linux/amd64", "linux/arm64"], (await bench.Source.PlatformsAsync(BaseImageLocation.Parse(location + ":localhost:5000/shop:1.0"), Token)).Select(p => p.ToString()));
        }
    }

    [Fact]
    public async Task A_layout_keeps_its_other_images_and_replaces_its_own()
    {
        using var bench = new Bench();
        var (first, second, third) = (TestImages.Built(ImageFormat.Oci, [1]), TestImages.Built(ImageFormat.Oci, [2]), TestImages.Built(ImageFormat.Oci, [3]));
        var layout = bench.Folder["layout"];
        await WriteAsync("oci", first, layout, [ImageReference.Parse("a:1")]);
        await WriteAsync("oci", second, layout, [ImageReference.Parse("b:2")]);
        await WriteAsync("oci", third, layout, [ImageReference.Parse("a:1")]);
        Assert.Equal(third.Digest, (await ReadAsync(bench, "oci:" + layout, "1")).Manifest!.Digest);
        Assert.Equal(second.Digest, (await ReadAsync(bench, "oci:" + layout, "docker.io/library/b:2")).Manifest!.Digest);
        var error = await Errors.ThrowsAsync(ImageDiagnostics.ArchiveImageNotFound, () => ReadAsync(bench, "oci:" + layout, null));
        Assert.Contains("docker.io/library/b:2, docker.io/library/a:1", error.Message, StringComparison.Ordinal);
        await Errors.ThrowsAsync(ImageDiagnostics.ArchiveImageNotFound, () => ReadAsync(bench, "oci:" + layout, "9"));
        Assert.DoesNotContain(Directory.GetFiles(layout, "*", SearchOption.AllDirectories), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_one_image_needs_no_name()
    {
        using var bench = new Bench();
        var image = TestImages.Built(ImageFormat.Oci, LayerBytes);
        await WriteAsync("oci", image, bench.Folder["layout"], []);
        await WriteAsync("oci", image, bench.Folder["layout"], []);
        Assert.Equal(image.Digest, (await ReadAsync(bench, "oci:" + bench.Folder["layout"], null)).Manifest!.Digest);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task A_file_of_docker_save_is_a_base(bool gzipLayers, bool gzipFile)
    {
        using var bench = new Bench();
        var tar = TarOf(("etc/x", "hello"u8.ToArray()));
        WriteDockerSave(bench.Folder["save.tar"], [tar], gzipLayers, gzipFile);
        var image = await ReadAsync(bench, "docker-archive:" + bench.Folder["save.tar"], null);
        var layer = image.Layers.Single();
        Assert.Equal((Digest.Of(tar), MediaTypes.DockerLayer + ".gzip"), (layer.DiffId, layer.Blob.Descriptor.MediaType));
        using var unpacked = new MemoryStream();
        await using (var gzip = new GZipStream(new MemoryStream(await layer.Blob.ReadAllAsync()), CompressionMode.Decompress))
            await gzip.CopyToAsync(unpacked, Token);
        Assert.Equal(tar, unpacked.ToArray());
    }

    [Fact]
    public async Task Linked_layers_of_old_docker_are_found()
    {
        using var bench = new Bench();
        var tar = TarOf(("x", "1"u8.ToArray()));
        WriteDockerSave(bench.Folder["save.tar"], [tar, tar], gzipLayers: false, gzipFile: false, linkSecond: "../layer0/layer.tar");
        Assert.Equal(2, (await ReadAsync(bench, "docker-archive:" + bench.Folder["save.tar"], "app:1")).Layers.Count);
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("layer.tar")]
    [InlineData("../layer1/layer.tar")]
    public async Task A_link_out_of_the_archive_or_to_itself_finds_nothing(string link)
    {
        using var bench = new Bench();
        var tar = TarOf(("x", "1"u8.ToArray()));
        WriteDockerSave(bench.Folder["save.tar"], [tar, tar], gzipLayers: false, gzipFile: false, linkSecond: link);
        await Errors.ThrowsAsync(ImageDiagnostics.InvalidArchive, () => ReadAsync(bench, "docker-archive:" + bench.Folder["save.tar"], null));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    public async Task Names_in_the_table_reach_no_file_of_this_machine(string name)
    {
        using var bench = new Bench();
        WriteTar(bench.Folder["a.tar"], ("manifest.json", Encoding.UTF8.GetBytes("[{\"Config\":\"NAME\",\"Layers\":[]}]".Replace("NAME", name, StringComparison.Ordinal))));
        await Errors.ThrowsAsync(ImageDiagnostics.InvalidArchive, () => ReadAsync(bench, "docker-archive:" + bench.Folder["a.tar"], null));
    }

    [Fact]
    public async Task Strange_names_in_an_archive_are_only_names()
    {
        using var bench = new Bench();
        var tar = TarOf(("x", "1"u8.ToArray()));
        var outside = Path.Combine(Path.GetTempPath(), "multistage-must-not-exist");
        WriteDockerSave(bench.Folder["save.tar"], [tar], gzipLayers: false, gzipFile: false, extra: [("../../multistage-must-not-exist", [1]), (outside, [1])]);
        Assert.Single((await ReadAsync(bench, "docker-archive:" + bench.Folder["save.tar"], null)).Layers);
        Assert.False(File.Exists(outside));
    }

    [Fact]
    public async Task A_base_layer_with_path_traversal_is_passed_through_and_never_unpacked()
    {
        using var bench = new Bench();
        var tar = TarOf(("../../../tmp/multistage-evil", "1"u8.ToArray()));
        WriteDockerSave(bench.Folder["save.tar"], [tar], gzipLayers: true, gzipFile: false);
        var image = ImageBuilder.Build(await ReadAsync(bench, "docker-archive:" + bench.Folder["save.tar"], null), [], TestImages.NoChanges);
        await WriteAsync("docker-archive", image, bench.Folder["out"], Names);
        Assert.False(File.Exists("/tmp/multistage-evil"));
    }

    [Fact]
    public async Task A_layer_that_is_not_its_diff_id_is_one_error()
    {
        using var bench = new Bench();
        WriteDockerSave(bench.Folder["save.tar"], [TarOf(("x", "1"u8.ToArray()))], gzipLayers: false, gzipFile: false, diffIds: [Digest.Of("other"u8)]);
        await Errors.ThrowsAsync(ImageDiagnostics.ContentMismatch, () => ReadAsync(bench, "docker-archive:" + bench.Folder["save.tar"], null));
    }

    [Fact]
    public async Task A_wrong_platform_is_one_error()
    {
        using var bench = new Bench();
        WriteDockerSave(bench.Folder["save.tar"], [], gzipLayers: false, gzipFile: false);
        await Errors.ThrowsAsync(ImageDiagnostics.PlatformNotFound, () => ReadAsync(bench, "docker-archive:" + bench.Folder["save.tar"], null, "linux/arm64"));
    }

    [Fact]
    public async Task Several_images_need_a_name()
    {
        using var bench = new Bench();
        WriteTar(bench.Folder["a.tar"], ("manifest.json", "[{\"Config\":\"c\",\"RepoTags\":[\"a:1\"],\"Layers\":[]},{\"Config\":\"c\",\"RepoTags\":[\"b:1\"],\"Layers\":[]}]"u8.ToArray()),
            ("c", "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"diff_ids\":[]}}"u8.ToArray()));
        await Errors.ThrowsAsync(ImageDiagnostics.ArchiveImageNotFound, () => ReadAsync(bench, "docker-archive:" + bench.Folder["a.tar"], null));
        await Errors.ThrowsAsync(ImageDiagnostics.ArchiveImageNotFound, () => ReadAsync(bench, "docker-archive:" + bench.Folder["a.tar"], "c:1"));
        Assert.Empty((await ReadAsync(bench, "docker-archive:" + bench.Folder["a.tar"], "docker.io/library/b:1")).Layers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is not a tar file, it is some text that is long enough")]
    [InlineData("\u001F\u008Bnot really gzip")]
    public async Task A_file_that_is_no_archive_is_one_error(string content)
    {
        using var bench = new Bench();
        bench.Folder.Write("x.tar", Encoding.Latin1.GetBytes(content));
        await Errors.ThrowsAsync(ImageDiagnostics.InvalidArchive, () => ReadAsync(bench, "docker-archive:" + bench.Folder["x.tar"], null));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(600)]
    [InlineData(2000)]
    [InlineData(5000)]
    public async Task A_truncated_archive_is_one_error(int length)
    {
        using var bench = new Bench();
        await WriteAsync("docker-archive", TestImages.Built(ImageFormat.Oci, LayerBytes), bench.Folder["a.tar"], Names);
        await using (var file = new FileStream(bench.Folder["a.tar"], FileMode.Open))
            file.SetLength(length);
        await Errors.ThrowsAsync(ImageDiagnostics.InvalidArchive, () => ReadAsync(bench, "docker-archive:" + bench.Folder["a.tar"], null));
    }

    [Fact]
    public async Task A_missing_file_or_layout_is_one_error()
    {
        using var bench = new Bench();
        await Errors.ThrowsAsync(ImageDiagnostics.InvalidArchive, () => ReadAsync(bench, "oci:" + bench.Folder["nothing"], null));
        await Errors.ThrowsAsync(ImageDiagnostics.InvalidArchive, () => ReadAsync(bench, "oci-archive:" + bench.Folder["nothing"], null));
    }

    [Theory]
    [InlineData("index.json", "{")]
    [InlineData("index.json", "{}")]
    [InlineData("oci-layout", "{\"imageLayoutVersion\":\"2.0.0\"}")]
    [InlineData("oci-layout", "x")]
    [InlineData("blob", "x")]
    [InlineData("blob", null)]
    public async Task A_broken_layout_is_one_error(string part, string? content)
    {
        using var bench = new Bench();
        var image = TestImages.Built(ImageFormat.Oci, LayerBytes);
        await WriteAsync("oci", image, bench.Folder["l"], []);
        var path = part == "blob" ? Path.Combine(bench.Folder["l"], LayoutDocuments.PathOf(image.Digest)) : Path.Combine(bench.Folder["l"], part);
        File.Delete(path);
        if (content is not null)
            await File.WriteAllTextAsync(path, content, Token);
        var error = await Assert.ThrowsAsync<ImageException>(() => ReadAsync(bench, "oci:" + bench.Folder["l"], null));
        Assert.Contains(error.Code, new[] { "MST4202", "MST4203", "MST4401" });
    }

    [Fact]
    public async Task A_gzip_bomb_is_one_error()
    {
        using var bench = new Bench();
        bench.Options = bench.Options with { Limits = ImageLimits.Default with { ArchiveBytes = 1_000_000 } };
        bench.Folder.Write("bomb.tar.gz", TestImages.Gzip(new byte[50_000_000]));
        await Errors.ThrowsAsync(ImageDiagnostics.LimitExceeded, () => ReadAsync(bench, "docker-archive:" + bench.Folder["bomb.tar.gz"], null));
        Assert.Empty(Directory.GetFiles(Path.Combine(bench.Store.Root, "tmp")));
    }

    [Fact]
    public async Task Too_many_entries_are_one_error()
    {
        using var bench = new Bench();
        bench.Options = bench.Options with { Limits = ImageLimits.Default with { ArchiveEntries = 3 } };
        WriteTar(bench.Folder["a.tar"], ("a", []), ("b", []), ("c", []), ("d", []));
        await Errors.ThrowsAsync(ImageDiagnostics.LimitExceeded, () => ReadAsync(bench, "docker-archive:" + bench.Folder["a.tar"], null));
    }

    [Fact]
    public async Task A_failed_write_leaves_the_old_file()
    {
        using var folder = new TempFolder();
        await WriteAsync("docker-archive", TestImages.Built(ImageFormat.Oci, [1]), folder["out"], Names);
        var before = await File.ReadAllBytesAsync(folder["out"], Token);
        var image = TestImages.Built(ImageFormat.Oci, LayerBytes);
        var broken = image with { Layers = [image.Layers[0] with { Blob = new Blob(image.Layers[0].Blob.Descriptor, _ => Task.FromResult<Stream>(new MemoryStream([1, 2, 3]))) }] };
        await Errors.ThrowsAsync(ImageDiagnostics.ContentMismatch, () => WriteAsync("docker-archive", broken, folder["out"], Names));
        Assert.Equal(before, await File.ReadAllBytesAsync(folder["out"], Token));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_one_error()
    {
        using var folder = new TempFolder();
        folder.Write("file", "x");
        foreach (var kind in new[] { "oci", "oci-archive", "docker-archive" })
            await Errors.ThrowsAsync(ImageDiagnostics.CannotWrite, () => WriteAsync(kind, TestImages.Built(ImageFormat.Oci, [1]), Path.Combine(folder["file"], "out"), Names));
    }

    private static Task<Digest> WriteAsync(string kind, BuiltImage image, string path, IReadOnlyList<ImageReference> names) => kind switch
    {
        "oci" => ImageDestination.WriteLayoutAsync(ImageSet.Of(image), path, names, ImageLimits.Default, Token),
        "oci-archive" => ImageDestination.WriteOciArchiveAsync(ImageSet.Of(image), path, names, Token),
        _ => ImageDestination.WriteDockerArchiveAsync(ImageSet.Of(image), path, names, Token),
    };

    private static Task<BaseImage> ReadAsync(Bench bench, string location, string? name, string platform = "linux/amd64") =>
        bench.Source.ResolveAsync(BaseImageLocation.Parse(name is null ? location : location + ":" + name), Platform.Parse(platform), Token);

    private static void WriteDockerSave(
        string path, byte[][] layers, bool gzipLayers, bool gzipFile, string? linkSecond = null, Digest[]? diffIds = null, (string, byte[])[]? extra = null)
    {
        var ids = diffIds ?? [.. layers.Select(layer => Digest.Of(layer))];
        var config = new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray([.. ids.Select(id => (JsonNode)id.ToString())]) },
        };
        var table = new JsonArray(new JsonObject
        {
            ["Config"] = "abc.json",
            ["RepoTags"] = new JsonArray("app:1"),
            ["Layers"] = new JsonArray([.. layers.Select((_, i) => (JsonNode)$"layer{i}/layer.tar")]),
        });
        var members = new List<(string, byte[])> { ("abc.json", Encoding.UTF8.GetBytes(config.ToJsonString())), ("manifest.json", Encoding.UTF8.GetBytes(table.ToJsonString())) };
        members.AddRange(extra ?? []);
        members.AddRange(layers.Take(linkSecond is null ? layers.Length : 1).Select((layer, i) => ($"layer{i}/layer.tar", gzipLayers ? TestImages.Gzip(layer) : layer)));
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

    private static void WriteTar(string path, params (string Name, byte[] Content)[] members) => File.WriteAllBytes(path, TarOf(members));

    private static byte[] TarOf(params (string Name, byte[] Content)[] members)
    {
        using var memory = new MemoryStream();
        using (var writer = new TarWriter(memory, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in members)
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content), ModificationTime = DateTimeOffset.UnixEpoch });
        }
        return memory.ToArray();
    }

    private static Dictionary<string, byte[]> ReadTar(string path)
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
