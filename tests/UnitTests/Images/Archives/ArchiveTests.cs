using System.IO.Compression;
using System.Text.Json.Nodes;
using MultiStage.Diagnostics;
using MultiStage.Images;
using static MultiStage.UnitTests.Images.TestArchives;

namespace MultiStage.UnitTests.Images;

/// <summary>What is written can be read again, here and by docker.</summary>
public class ArchiveTests
{
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
        await WriteAsync(kind, image, bench.Folder["out"], TwoNames);
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
        await WriteAsync(kind, TestImages.Built(ImageFormat.Oci, LayerBytes), folder["a"], TwoNames);
        await WriteAsync(kind, TestImages.Built(ImageFormat.Oci, LayerBytes), folder["b"], [.. TwoNames.Reverse()]);
        Assert.Equal(await File.ReadAllBytesAsync(folder["a"], Token), await File.ReadAllBytesAsync(folder["b"], Token));
    }

    [Fact]
    public async Task A_Docker_archive_has_the_table_that_docker_load_reads()
    {
        using var folder = new TempFolder();
        var image = TestImages.Built(ImageFormat.Oci, LayerBytes, TestImages.Noise(10, 2));
        await WriteAsync("docker-archive", image, folder["out"], TwoNames);
        var members = ReadTar(folder["out"]);
        var entry = JsonNode.Parse(members["manifest.json"])!.AsArray().Single()!;
        Assert.Equal(["localhost:5000/shop:1.0", "shop:1.0"], entry["RepoTags"]!.AsArray().Select(tag => (string?)tag));
        Assert.Equal(image.Config.Descriptor.Digest, Digest.Of(members[(string)entry["Config"]!]));
        Assert.Equal(image.Layers.Select(layer => layer.Blob.Descriptor.Digest),
            entry["Layers"]!.AsArray().Select(layer => Digest.Of(members[(string)layer!])));
        Assert.Contains("oci-layout", members.Keys);
    }

    [Fact]
    public async Task Equal_layers_are_written_once()
    {
        using var folder = new TempFolder();
        await WriteAsync("docker-archive", TestImages.Built(ImageFormat.Oci, LayerBytes, LayerBytes), folder["out"], TwoNames);
        Assert.Equal(6, ReadTar(folder["out"]).Count);
    }

    [Fact]
    public async Task An_index_fits_into_a_layout_and_an_OCI_archive_but_not_into_a_Docker_archive()
    {
        using var bench = new Bench();
        var images = new[] { "linux/arm64",
            "linux/amd64" }.Select(p => ImageBuilder.Build(BaseImage.Scratch(Platform.Parse(p)), [], TestImages.NoChanges)).ToList();
        var set = ImageSet.IndexOf(images);
        await ImageDestination.WriteLayoutAsync(set, bench.Folder["layout"], TwoNames, ImageLimits.Default, Token);
        await ImageDestination.WriteOciArchiveAsync(set, bench.Folder["archive"], TwoNames, Token);
        await Errors.ThrowsAsync(ImageDiagnostics.ArchiveCannotHold,
            () => ImageDestination.WriteDockerArchiveAsync(set, bench.Folder["docker"], TwoNames, Token));
        Assert.False(File.Exists(bench.Folder["docker"]));
        foreach (var location in new[] { "oci:" + bench.Folder["layout"], "oci-archive:" + bench.Folder["archive"] })
        {
            Assert.Equal(images[0].Digest, (await ReadAsync(bench, location, "localhost:5000/shop:1.0", "linux/arm64")).Manifest!.Digest);
            Assert.Equal(["linux/amd64", "linux/arm64"],
                (await bench.Source.PlatformsAsync(BaseImageLocation.Parse(location + ":localhost:5000/shop:1.0"), Token)).Select(
                    p => p.ToString()));
        }
    }

    [Fact]
    public async Task A_layout_keeps_its_other_images_and_replaces_its_own()
    {
        using var bench = new Bench();
        var (first, second, third) = (TestImages.Built(ImageFormat.Oci, [1]), TestImages.Built(ImageFormat.Oci, [2]),
            TestImages.Built(ImageFormat.Oci, [3]));
        var layout = bench.Folder["layout"];
        await WriteAsync("oci", first, layout, [WholeReference.Parse("a:1")]);
        await WriteAsync("oci", second, layout, [WholeReference.Parse("b:2")]);
        await WriteAsync("oci", third, layout, [WholeReference.Parse("a:1")]);
        Assert.Equal(third.Digest, (await ReadAsync(bench, "oci:" + layout, "1")).Manifest!.Digest);
        Assert.Equal(second.Digest, (await ReadAsync(bench, "oci:" + layout, "docker.io/library/b:2")).Manifest!.Digest);
        var error = await Errors.ThrowsAsync(ImageDiagnostics.ArchiveImageNotFound, () => ReadAsync(bench, "oci:" + layout, null));
        Assert.Contains("docker.io/library/b:2, docker.io/library/a:1", error.Message, StringComparison.Ordinal);
        await Errors.ThrowsAsync(ImageDiagnostics.ArchiveImageNotFound, () => ReadAsync(bench, "oci:" + layout, "9"));
        Assert.DoesNotContain(Directory.GetFiles(layout, "*", SearchOption.AllDirectories),
            file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_blob_of_a_layout_is_written_anew()
    {
        using var bench = new Bench();
        var image = TestImages.Built(ImageFormat.Oci, LayerBytes);
        var layout = bench.Folder["layout"];
        await WriteAsync("oci", image, layout, []);
        foreach (var blob in Directory.GetFiles(Path.Combine(layout, "blobs", "sha256")))
        {
            var right = await File.ReadAllBytesAsync(blob, Token);
            // The same length, as after a crash before the data came to the disk; and none at all.
            foreach (var damaged in new[] { new byte[right.Length], [] })
            {
                await File.WriteAllBytesAsync(blob, damaged, Token);
                await WriteAsync("oci", image, layout, []);
                Assert.Equal(right, await File.ReadAllBytesAsync(blob, Token));
            }
        }
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

    [Fact]
    public async Task Several_images_need_a_name()
    {
        using var bench = new Bench();
        WriteTar(bench.Folder["a.tar"],
            ("manifest.json",
                "[{\"Config\":\"c\",\"RepoTags\":[\"a:1\"],\"Layers\":[]},{\"Config\":\"c\",\"RepoTags\":[\"b:1\"],\"Layers\":[]}]"u8.ToArray()),
            ("c", "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"diff_ids\":[]}}"u8.ToArray()));
        await Errors.ThrowsAsync(ImageDiagnostics.ArchiveImageNotFound,
            () => ReadAsync(bench, "docker-archive:" + bench.Folder["a.tar"], null));
        await Errors.ThrowsAsync(ImageDiagnostics.ArchiveImageNotFound,
            () => ReadAsync(bench, "docker-archive:" + bench.Folder["a.tar"], "c:1"));
        Assert.Empty((await ReadAsync(bench, "docker-archive:" + bench.Folder["a.tar"], "docker.io/library/b:1")).Layers);
    }
}
