using System.Text;
using MultiStage.Diagnostics;
using MultiStage.Images;
using static MultiStage.UnitTests.Images.TestArchives;

namespace MultiStage.UnitTests.Images;

/// <summary>Archives that are damaged or mean harm are one coded error, and a failed write leaves what was there.</summary>
public class BrokenArchiveTests
{
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
        await Errors.ThrowsAsync(ImageDiagnostics.InvalidArchive,
            () => ReadAsync(bench, "docker-archive:" + bench.Folder["save.tar"], null));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    public async Task Names_in_the_table_reach_no_file_of_this_machine(string name)
    {
        using var bench = new Bench();
        WriteTar(bench.Folder["a.tar"],
            ("manifest.json",
                Encoding.UTF8.GetBytes("[{\"Config\":\"NAME\",\"Layers\":[]}]".Replace("NAME", name, StringComparison.Ordinal))));
        await Errors.ThrowsAsync(ImageDiagnostics.InvalidArchive, () => ReadAsync(bench, "docker-archive:" + bench.Folder["a.tar"], null));
    }

    [Fact]
    public async Task Strange_names_in_an_archive_are_only_names()
    {
        using var bench = new Bench();
        var tar = TarOf(("x", "1"u8.ToArray()));
        var outside = Path.Combine(Path.GetTempPath(), "multistage-must-not-exist");
        WriteDockerSave(bench.Folder["save.tar"], [tar], gzipLayers: false, gzipFile: false,
            extra: [("../../multistage-must-not-exist", [1]), (outside, [1])]);
        Assert.Single((await ReadAsync(bench, "docker-archive:" + bench.Folder["save.tar"], null)).Layers);
        Assert.False(File.Exists(outside));
    }

    [Fact]
    public async Task A_base_layer_with_path_traversal_is_passed_through_and_never_unpacked()
    {
        using var bench = new Bench();
        var tar = TarOf(("../../../tmp/multistage-evil", "1"u8.ToArray()));
        WriteDockerSave(bench.Folder["save.tar"], [tar], gzipLayers: true, gzipFile: false);
        var image = ImageBuilder.Build(await ReadAsync(bench, "docker-archive:" + bench.Folder["save.tar"], null), [],
            TestImages.NoChanges);
        await WriteAsync("docker-archive", image, bench.Folder["out"], TwoNames);
        Assert.False(File.Exists("/tmp/multistage-evil"));
    }

    [Fact]
    public async Task A_layer_that_is_not_its_diff_id_is_one_error()
    {
        using var bench = new Bench();
        WriteDockerSave(bench.Folder["save.tar"], [TarOf(("x", "1"u8.ToArray()))], gzipLayers: false, gzipFile: false,
            diffIds: [Digest.Of("other"u8)]);
        await Errors.ThrowsAsync(ImageDiagnostics.ContentMismatch,
            () => ReadAsync(bench, "docker-archive:" + bench.Folder["save.tar"], null));
    }

    [Fact]
    public async Task A_wrong_platform_is_one_error()
    {
        using var bench = new Bench();
        WriteDockerSave(bench.Folder["save.tar"], [], gzipLayers: false, gzipFile: false);
        await Errors.ThrowsAsync(ImageDiagnostics.PlatformNotFound,
            () => ReadAsync(bench, "docker-archive:" + bench.Folder["save.tar"], null, "linux/arm64"));
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
        await WriteAsync("docker-archive", TestImages.Built(ImageFormat.Oci, LayerBytes), bench.Folder["a.tar"], TwoNames);
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
        var path = part == "blob"
            ? Path.Combine(bench.Folder["l"], LayoutDocuments.PathOf(image.Digest))
            : Path.Combine(bench.Folder["l"], part);
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
        await Errors.ThrowsAsync(ImageDiagnostics.LimitExceeded,
            () => ReadAsync(bench, "docker-archive:" + bench.Folder["bomb.tar.gz"], null));
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
        await WriteAsync("docker-archive", TestImages.Built(ImageFormat.Oci, [1]), folder["out"], TwoNames);
        var before = await File.ReadAllBytesAsync(folder["out"], Token);
        var image = TestImages.Built(ImageFormat.Oci, LayerBytes);
        var broken =
            image with { Layers = [
                image.Layers[
                    0] with { Blob =
                        new Blob(image.Layers[0].Blob.Descriptor, _ => Task.FromResult<Stream>(new MemoryStream([1, 2, 3]))) }] };
        await Errors.ThrowsAsync(ImageDiagnostics.ContentMismatch, () => WriteAsync("docker-archive", broken, folder["out"], TwoNames));
        Assert.Equal(before, await File.ReadAllBytesAsync(folder["out"], Token));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_one_error()
    {
        using var folder = new TempFolder();
        folder.Write("file", "x");
        foreach (var kind in new[] { "oci", "oci-archive", "docker-archive" })
            await Errors.ThrowsAsync(ImageDiagnostics.CannotWrite,
                () => WriteAsync(kind, TestImages.Built(ImageFormat.Oci, [1]), Path.Combine(folder["file"], "out"), TwoNames));
    }

    [Fact]
    public async Task What_a_killed_process_had_begun_is_removed_from_a_layout_after_an_hour()
    {
        using var folder = new TempFolder();
        var (guid, hex) = (Guid.NewGuid().ToString("N"), Digest.Of("x"u8).Hex);
        string[] begun = [$".index.json.{guid}.tmp", $".oci-layout.{guid}.tmp", $"blobs/sha256/.{hex}.{guid}.tmp"];
        string[] others = [$".notes.{guid}.tmp", ".index.json.mine.tmp", $"blobs/sha256/.notes.{guid}.tmp", $"blobs/sha256/.{hex}.tmp"];
        foreach (var name in begun.Concat(others))
        {
            folder.Write(Path.Combine("out", name), "");
            File.SetLastWriteTimeUtc(folder["out/" + name], DateTime.UtcNow.AddHours(-2));
        }
        var young = $"blobs/sha256/.{hex}.{Guid.NewGuid():N}.tmp";
        folder.Write(Path.Combine("out", young), "");

        await WriteAsync("oci", TestImages.Built(ImageFormat.Oci, [1]), folder["out"], TwoNames);

        Assert.Equal(others.Append(young).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(folder["out"], ".*.tmp", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder["out"], file).Replace('\\', '/')).Order(StringComparer.Ordinal));
    }
}
