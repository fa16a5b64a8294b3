using MultiStage.Diagnostics;
using MultiStage.Engines.Embedded;
using MultiStage.Images;
using static MultiStage.UnitTests.Images.TestArchives;

namespace MultiStage.UnitTests.Images;

/// <summary>Archives that are begun before the image is known.</summary>
public class PendingArchiveTests
{
    private static readonly byte[][] BaseLayers = [TestImages.Noise(3000, 1), TestImages.Noise(700, 2)];
    private static readonly BuiltImage Image = TestImages.Built(ImageFormat.Oci, [.. BaseLayers, TestImages.Noise(90, 3)]);

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task What_was_begun_becomes_the_same_file(int layers, bool docker)
    {
        using var folder = new TempFolder();
        await WriteAsync(docker ? "docker-archive" : "oci-archive", Image, folder["whole"], TwoNames);
        await using (var archive = await PendingArchive.BeginAsync(folder["begun"], Blobs(Image).Take(layers), Token))
        {
            Assert.False(File.Exists(folder["begun"]));
            Assert.True(archive.IsBeginningOf(ImageSet.Of(Image)));
            Assert.Equal(Image.Digest, await archive.CompleteAsync(ImageSet.Of(Image), TwoNames, docker, Token));
        }
        Assert.Equal(await File.ReadAllBytesAsync(folder["whole"], Token), await File.ReadAllBytesAsync(folder["begun"], Token));
        Assert.Equal(["begun", "whole"], Files(folder));
    }

    [Fact]
    public async Task A_Docker_image_has_the_same_beginning_as_its_OCI_form()
    {
        using var folder = new TempFolder();
        var docker = TestImages.Built(ImageFormat.Docker, BaseLayers);
        await using var archive = await PendingArchive.BeginAsync(folder["begun"], Blobs(docker), Token);
        Assert.True(archive.IsBeginningOf(ImageSet.Of(docker)));
        Assert.True(archive.IsBeginningOf(ImageSet.Of(Image)));
    }

    [Fact]
    public async Task Another_image_or_order_is_told()
    {
        using var folder = new TempFolder();
        await using (var archive = await PendingArchive.BeginAsync(folder["a"], Blobs(Image).Skip(1), Token))
            Assert.False(archive.IsBeginningOf(ImageSet.Of(Image)));
        await using (var archive = await PendingArchive.BeginAsync(folder["a"], Blobs(Image), Token))
            Assert.False(archive.IsBeginningOf(ImageSet.Of(TestImages.Built(ImageFormat.Oci, [BaseLayers[1], BaseLayers[0]]))));
        Assert.Empty(Files(folder));
    }

    [Fact]
    public async Task A_layer_twice_in_the_base_is_written_once()
    {
        using var folder = new TempFolder();
        var image = TestImages.Built(ImageFormat.Oci, BaseLayers[0], BaseLayers[0], BaseLayers[1]);
        await using var archive = await PendingArchive.BeginAsync(folder["a"], image.Layers.Select(layer => layer.Blob), Token);
        Assert.True(archive.IsBeginningOf(ImageSet.Of(image)));
    }

    [Fact]
    public async Task What_cannot_be_completed_leaves_the_former_file()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["a"], "former", Token);
        var broken = Blob.Of(MediaTypes.Layer(ImageFormat.Oci, LayerCompression.Gzip), [1, 2]);
        broken = new Blob(broken.Descriptor, _ => Task.FromResult<Stream>(new MemoryStream([2, 1])));
        await Assert.ThrowsAsync<ImageException>(() => PendingArchive.BeginAsync(folder["a"], [Blobs(Image)[0], broken], Token));
        Assert.Equal("former", await File.ReadAllTextAsync(folder["a"], Token));
        Assert.Equal(["a"], Files(folder));
    }

    [Fact]
    public async Task A_folder_in_its_place_is_a_coded_error()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["a"]);
        await File.WriteAllTextAsync(folder["file"], "", Token);
        await Errors.ThrowsAsync(ImageDiagnostics.CannotWrite, () => WriteAsync("oci-archive", Image, folder["a"], TwoNames));
        await Errors.ThrowsAsync(ImageDiagnostics.CannotWrite,
            () => PendingArchive.BeginAsync(Path.Combine(folder["file"], "a"), [], Token));
        Assert.Equal(["file"], Files(folder));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_start_that_nobody_takes_leaves_nothing(bool finished)
    {
        using var folder = new TempFolder();
        var gate = new TaskCompletionSource<BaseImage>();
        var start = new ArchiveStart(OnHost(folder["a"]), () => gate.Task);
        start.Begin();
        if (finished)
            gate.SetResult(TestImages.Base(ImageFormat.Oci, BaseLayers));
        else
            gate.SetException(new InvalidOperationException("nobody asks"));
        start.Dispose();
        Assert.Empty(Files(folder));
    }

    [Fact]
    public async Task A_start_is_taken_only_for_its_file_and_its_image()
    {
        using var folder = new TempFolder();
        var other = ImageSet.Of(TestImages.Built(ImageFormat.Oci, TestImages.Noise(5, 9)));
        using (var start = new ArchiveStart(OnHost(folder["a"]), () => Task.FromResult(TestImages.Base(ImageFormat.Oci, BaseLayers))))
        {
            Assert.Null(await start.TakeAsync(OnHost(folder["a"]), ImageSet.Of(Image)));
            start.Begin();
            Assert.Null(await start.TakeAsync(OnHost(folder["b"]), ImageSet.Of(Image)));
            await using var taken = await start.TakeAsync(OnHost(folder["a"]), ImageSet.Of(Image));
            Assert.NotNull(taken);
        }
        using (var start = new ArchiveStart(OnHost(folder["a"]), () => Task.FromResult(TestImages.Base(ImageFormat.Oci, BaseLayers))))
        {
            start.Begin();
            Assert.Null(await start.TakeAsync(OnHost(folder["a"]), other));
        }
        Assert.Empty(Files(folder));
    }

    private static IReadOnlyList<Blob> Blobs(BuiltImage image) => [.. image.Layers.Select(layer => layer.Blob)];

    private static IEnumerable<string?> Files(TempFolder folder) =>
        Directory.EnumerateFiles(folder[""]).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
