using MultiStage.Diagnostics;
using MultiStage.Images;
using static MultiStage.UnitTests.Images.FaultBench;

namespace MultiStage.UnitTests.Images;

/// <summary>What a registry announces is not allocated: documents and layers have bounds.</summary>
public class RegistryLimitTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_manifest_of_100_MB_is_one_error(bool announced)
    {
        using var bench = WithImage();
        bench.Registry.Fail("HEAD", "/manifests/1", new FakeResponse(404));
        bench.Registry.Fail("GET", "/manifests/1", announced
            ? new FakeResponse(200) { Endless = 100_000_000 }
            // Without a length the end of the connection is the end of the body.
            : new FakeResponse(200) { Raw = [.. "HTTP/1.1 200 OK\r\n\r\n"u8, .. new byte[5 * 1024 * 1024]] });
        var error = await Errors.ThrowsAsync(ImageDiagnostics.LimitExceeded, () => PullAsync(bench));
        Assert.Contains("4 MiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_layers_are_one_error()
    {
        using var bench = new Bench();
        var layers = Enumerable.Range(0, 10_000).Select(_ => new Descriptor(MediaTypes.OciLayer + "+gzip", Digest.Of("x"u8), 1));
        bench.Registry.AddManifest("base", "1",
            ManifestWriter.Manifest(ImageFormat.Oci, new Descriptor(MediaTypes.OciConfig, Digest.Of("y"u8), 1), layers));
        await Errors.ThrowsAsync(ImageDiagnostics.LimitExceeded, () => bench.ResolveAsync("base:1"));
        Assert.Equal(0, bench.Registry.Count("GET", "/blobs/"));
    }

    [Fact]
    public async Task Indexes_inside_each_other_end()
    {
        using var bench = new Bench();
        var entry = bench.Registry.AddImage("base", null);
        for (var i = 0; i < 10; i++)
            entry = bench.Registry.AddManifest("base", "1",
                ManifestWriter.Index(ImageFormat.Oci, [entry with { Platform = Platform.LinuxAmd64 }]), MediaTypes.OciIndex);
        await Errors.ThrowsAsync(ImageDiagnostics.LimitExceeded, () => bench.ResolveAsync("base:1"));
    }

    [Fact]
    public async Task A_layer_that_says_it_is_huge_is_refused_before_a_byte_moves()
    {
        using var bench = new Bench();
        var manifest = ManifestWriter.Manifest(ImageFormat.Oci, new Descriptor(MediaTypes.OciConfig, Digest.Of("y"u8), 1),
            [new Descriptor(MediaTypes.OciLayer, Digest.Of("x"u8), long.MaxValue)]);
        bench.Registry.AddManifest("base", "1", manifest);
        await Errors.ThrowsAsync(ImageDiagnostics.LimitExceeded, () => bench.ResolveAsync("base:1"));
    }

    [Fact]
    public async Task A_configuration_that_says_it_is_huge_is_refused()
    {
        using var bench = new Bench();
        bench.Registry.AddManifest("base", "1",
            ManifestWriter.Manifest(ImageFormat.Oci, new Descriptor(MediaTypes.OciConfig, Digest.Of("y"u8), 1L << 40), []));
        await Errors.ThrowsAsync(ImageDiagnostics.LimitExceeded, () => bench.ResolveAsync("base:1"));
    }
}
