using System.Globalization;
using MultiStage.Diagnostics;
using static MultiStage.UnitTests.Images.FaultBench;

namespace MultiStage.UnitTests.Images;

/// <summary>Content that breaks off or is wrong: the right bytes or one coded error, and nothing wrong in the cache.</summary>
public class RegistryContentFaultTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(299_999)]
    public async Task A_broken_download_goes_on_where_it_stopped(int cut)
    {
        using var bench = WithImage();
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(Layer), new FakeResponse(200, Layer) { CutAfter = cut }, times: 1);
        Assert.Equal(Layer, await PullAsync(bench));
        var last =
            bench.Registry.Server.Requests.Last(request => request.Path.EndsWith(Digest.Of(Layer).ToString(), StringComparison.Ordinal));
        Assert.Equal(cut == 0 ? null : $"bytes={cut}-", last.Header("Range"));
    }

    [Fact]
    public async Task A_download_that_breaks_again_and_again_still_advances()
    {
        using var bench = WithImage();
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(Layer), request =>
        {
            var from = request.Header("Range") is { } range ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture) : 0;
            var part = Layer[from..];
            return from == 0
                ? new FakeResponse(200, part) { CutAfter = 70_000 }
                : new FakeResponse(206, part,
                    ("Content-Range", $"bytes {from}-{Layer.Length - 1}/{Layer.Length}")) { CutAfter = Math.Min(70_000, part.Length) };
        }, times: 4);
        Assert.Equal(Layer, await PullAsync(bench));
    }

    [Fact]
    public async Task Without_ranges_a_broken_download_starts_anew()
    {
        using var bench = WithImage();
        bench.Registry.Ranges = false;
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(Layer), new FakeResponse(200, Layer) { CutAfter = 100_000 }, times: 1);
        Assert.Equal(Layer, await PullAsync(bench));
    }

    [Theory]
    [InlineData("bytes 0-299999/300000")]
    [InlineData("bytes 5-299999/300000")]
    [InlineData("nonsense")]
    public async Task A_wrong_range_is_not_taken(string range)
    {
        using var bench = WithImage();
        var path = "/blobs/" + Digest.Of(Layer);
        bench.Registry.Fail("GET", path,
            request => request.Header("Range") is null ? new FakeResponse(200, Layer) { CutAfter = 100_000 } : null, times: 1);
        bench.Registry.Fail("GET", path,
            request => request.Header("Range") is null ? null : new FakeResponse(206, Layer[5..], ("Content-Range", range)), times: 1);
        Assert.Equal(Layer, await PullAsync(bench));
    }

    [Fact]
    public async Task A_range_that_cannot_be_had_starts_anew()
    {
        using var bench = WithImage();
        var path = "/blobs/" + Digest.Of(Layer);
        bench.Registry.Fail("GET", path, new FakeResponse(200, Layer) { CutAfter = 100_000 }, times: 1);
        bench.Registry.Fail("GET", path, request => request.Header("Range") is null ? null : new FakeResponse(416), times: 1);
        Assert.Equal(Layer, await PullAsync(bench));
    }

    [Theory]
    [InlineData("flipped")]
    [InlineData("short")]
    [InlineData("long")]
    [InlineData("empty")]
    [InlineData("other")]
    public async Task Wrong_content_is_one_error_and_never_cached(string kind)
    {
        using var bench = WithImage();
        var wrong = kind switch
        {
            "flipped" => [.. Layer[..^1], (byte)(Layer[^1] ^ 1)],
            "short" => Layer[..^1],
            "long" => [.. Layer, 1],
            "empty" => [],
            _ => TestImages.Noise(300_000, seed: 2),
        };
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(Layer), new FakeResponse(200, wrong));
        await Errors.ThrowsAsync(ImageDiagnostics.ContentMismatch, () => PullAsync(bench));
        Assert.Equal(2, bench.Registry.Count("GET", "/blobs/" + Digest.Of(Layer)));
        Assert.False(File.Exists(bench.Store.PathOf(Digest.Of(Layer))));
        Assert.Empty(Directory.GetFiles(Path.Combine(bench.Store.Root, "tmp")));
    }

    [Fact]
    public async Task Content_that_is_wrong_only_once_is_survived()
    {
        using var bench = WithImage();
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(Layer), new FakeResponse(200, TestImages.Noise(300_000, seed: 2)), times: 1);
        Assert.Equal(Layer, await PullAsync(bench));
    }

    [Fact]
    public async Task A_length_that_lies_is_survived_or_an_error()
    {
        using var bench = WithImage();
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(Layer),
            new FakeResponse(200, Layer[..1000]) { Length = 300_000, CutAfter = 1000 });
        bench.Registry.Ranges = false;
        await Errors.ThrowsAsync(ImageDiagnostics.RegistryFailed, () => PullAsync(bench));
    }

    [Fact]
    public async Task A_wrong_manifest_digest_is_one_error()
    {
        using var bench = WithImage();
        var manifest = bench.Registry.Manifests["base:1"].Content;
        var other = Digest.Of("x"u8);
        bench.Registry.Fail("GET", "/manifests/", new FakeResponse(200, manifest, ("Docker-Content-Digest", other.ToString())));
        bench.Registry.Fail("HEAD", "/manifests/1", new FakeResponse(404));
        await Errors.ThrowsAsync(ImageDiagnostics.ContentMismatch, () => PullAsync(bench));
        await Errors.ThrowsAsync(ImageDiagnostics.ContentMismatch, () => bench.ResolveAsync("base@" + other));
    }
}
