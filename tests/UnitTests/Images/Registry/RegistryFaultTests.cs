using System.Globalization;
using System.Text;
using MultiStage.Diagnostics;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

/// <summary>Every fault ends in the right image or in one coded error, within the stated time.</summary>
public class RegistryFaultTests
{
    private static readonly byte[] Layer = TestImages.Noise(300_000);

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(522)]
    public async Task A_passing_failure_of_any_request_is_survived(int status)
    {
        foreach (var (method, part) in new[] { ("HEAD", "/manifests/1"), ("GET", "/manifests/1"), ("GET", "/blobs/") })
        {
            using var bench = WithImage();
            bench.Registry.Fail(method, part, FakeRegistry.Error(status, "BUSY", "try again"), times: 2);
            Assert.Equal(Layer, await PullAsync(bench));
            Assert.Equal(2, bench.Clock.Waits.Count);
        }
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_failure_that_stays_ends_after_the_attempts(int status)
    {
        using var bench = WithImage();
        bench.Registry.Fail("GET", "/manifests/1", FakeRegistry.Error(status, "TOOMANYREQUESTS", "slow down"));
        bench.Registry.Fail("HEAD", "/manifests/1", new FakeResponse(404));
        var error = await Errors.ThrowsAsync(ImageDiagnostics.RegistryFailed, () => PullAsync(bench));
        Assert.Equal(5, bench.Registry.Count("GET", "/manifests/1"));
        Assert.Contains("HTTP status " + status.ToString(CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
        Assert.Contains("TOOMANYREQUESTS: slow down", error.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 4, 8], bench.Clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(405)]
    [InlineData(410)]
    [InlineData(413)]
    [InlineData(418)]
    [InlineData(501)]
    public async Task A_refusal_is_not_tried_again(int status)
    {
        using var bench = WithImage();
        bench.Registry.Fail("GET", "/manifests/1", FakeRegistry.Error(status, "UNSUPPORTED", "no"));
        bench.Registry.Fail("HEAD", "/manifests/1", new FakeResponse(404));
        await Errors.ThrowsAsync(ImageDiagnostics.RegistryRefused, () => PullAsync(bench));
        Assert.Equal(1, bench.Registry.Count("GET", "/manifests/1"));
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 1)]
    [InlineData("86400", 60)]
    [InlineData("nonsense", 1)]
    [InlineData("-5", 1)]
    [InlineData("Fri, 02 Jan 2026 03:04:25 GMT", 20)]
    [InlineData("Fri, 02 Jan 2099 03:04:25 GMT", 60)]
    [InlineData("Fri, 02 Jan 1999 03:04:25 GMT", 1)]
    public async Task Retry_After_is_followed_within_bounds(string value, double seconds)
    {
        using var bench = WithImage();
        bench.Registry.Fail("HEAD", "/manifests/1", new FakeResponse(429, null, ("Retry-After", value)), times: 1);
        await PullAsync(bench);
        Assert.Equal(seconds, Assert.Single(bench.Clock.Waits).TotalSeconds);
    }

    [Theory]
    [InlineData("HEAD", "/manifests/")]
    [InlineData("GET", "/manifests/")]
    [InlineData("GET", "/blobs/")]
    [InlineData("GET", "/v2/base/")]
    public async Task A_dropped_connection_is_survived(string method, string part)
    {
        using var bench = WithImage();
        bench.Registry.Fail("HEAD", "/manifests/1", new FakeResponse(404));
        bench.Registry.Fail(method, part, new FakeResponse(200) { Drop = true }, times: 1);
        Assert.Equal(Layer, await PullAsync(bench));
    }

    [Theory]
    [InlineData("/manifests/")]
    [InlineData("/blobs/")]
    public async Task A_connection_that_always_drops_is_one_error(string part)
    {
        using var bench = WithImage();
        bench.Registry.Fail("HEAD", "/manifests/1", new FakeResponse(404));
        bench.Registry.Fail("GET", part, new FakeResponse(200) { Drop = true });
        await Errors.ThrowsAsync(ImageDiagnostics.RegistryFailed, () => PullAsync(bench));
        Assert.Equal(4, bench.Clock.Waits.Count);
    }

    [Fact]
    public async Task A_registry_that_is_not_there_is_one_error()
    {
        using var bench = new Bench();
        var host = bench.Registry.Host;
        bench.Registry.Dispose();
        var error = await Errors.ThrowsAsync(ImageDiagnostics.RegistryUnreachable, () => bench.ResolveAsync("base:1"));
        Assert.Contains(host, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage\r\n\r\n")]
    [InlineData("HTTP/1.1 xyz\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nbroken header line\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n")]
    public async Task An_answer_that_is_not_HTTP_is_one_error(string raw)
    {
        using var bench = WithImage();
        bench.Registry.Fail("HEAD", "/manifests/1", new FakeResponse(404));
        bench.Registry.Fail("GET", "/manifests/1", new FakeResponse(200) { Raw = Encoding.ASCII.GetBytes(raw) });
        var error = await Assert.ThrowsAsync<ImageException>(() => PullAsync(bench));
        Assert.Contains(error.Code, new[] { "MST4105", "MST4108", "MST4203" });
    }

    [Fact]
    public async Task An_endless_head_is_one_error()
    {
        using var bench = WithImage();
        bench.Registry.Fail("HEAD", "/manifests/1", new FakeResponse(404));
        bench.Registry.Fail("GET", "/manifests/1", new FakeResponse(200, null, ("X-Long", new string('x', 200_000))));
        var error = await Assert.ThrowsAsync<ImageException>(() => PullAsync(bench));
        Assert.Contains(error.Code, new[] { "MST4105", "MST4108" });
    }

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
        var last = bench.Registry.Server.Requests.Last(request => request.Path.EndsWith(Digest.Of(Layer).ToString(), StringComparison.Ordinal));
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
                : new FakeResponse(206, part, ("Content-Range", $"bytes {from}-{Layer.Length - 1}/{Layer.Length}")) { CutAfter = Math.Min(70_000, part.Length) };
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
        bench.Registry.Fail("GET", path, request => request.Header("Range") is null ? new FakeResponse(200, Layer) { CutAfter = 100_000 } : null, times: 1);
        bench.Registry.Fail("GET", path, request => request.Header("Range") is null ? null : new FakeResponse(206, Layer[5..], ("Content-Range", range)), times: 1);
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
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(Layer), new FakeResponse(200, Layer[..1000]) { Length = 300_000, CutAfter = 1000 });
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

    [Fact]
    public async Task Silence_after_a_request_ends_in_time()
    {
        using var bench = WithImage();
        bench.Options = bench.Options with { ConnectTimeout = TimeSpan.FromMilliseconds(100), ResponseTimeout = TimeSpan.FromMilliseconds(100), Attempts = 2 };
        bench.Registry.Fail("HEAD", "/manifests/1", new FakeResponse(200) { Hang = true });
        await Errors.ThrowsAsync(ImageDiagnostics.RegistryTimeout, () => PullAsync(bench), seconds: 5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public async Task A_body_that_stops_ends_in_time(int stall)
    {
        using var bench = WithImage();
        bench.Options = bench.Options with { IdleTimeout = TimeSpan.FromMilliseconds(150), Attempts = 2 };
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(Layer), new FakeResponse(200, Layer) { StallAfter = stall });
        await Errors.ThrowsAsync(ImageDiagnostics.RegistryTimeout, () => PullAsync(bench), seconds: 5);
    }

    [Fact]
    public async Task A_body_that_stops_once_is_survived()
    {
        using var bench = WithImage();
        bench.Options = bench.Options with { IdleTimeout = TimeSpan.FromMilliseconds(150) };
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(Layer), new FakeResponse(200, Layer) { StallAfter = 1000 }, times: 1);
        Assert.Equal(Layer, await PullAsync(bench));
    }

    [Fact]
    public async Task A_body_that_drips_ends_at_the_time_of_the_whole_operation()
    {
        using var bench = WithImage();
        bench.Options = bench.Options with { BlobOperationTimeout = TimeSpan.FromMilliseconds(500), IdleTimeout = TimeSpan.FromSeconds(5) };
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(Layer), new FakeResponse(200, Layer) { Drip = TimeSpan.FromMilliseconds(20) });
        var error = await Errors.ThrowsAsync(ImageDiagnostics.RegistryTimeout, () => PullAsync(bench), seconds: 5);
        Assert.Contains("0.5 s", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task An_answer_that_drips_ends_at_the_time_of_the_whole_operation(int status)
    {
        using var bench = WithImage();
        bench.Options = bench.Options with { SmallOperationTimeout = TimeSpan.FromMilliseconds(500) };
        bench.Registry.Fail("GET", "/manifests/1", new FakeResponse(status, Layer) { Drip = TimeSpan.FromMilliseconds(20) });
        bench.Registry.Fail("HEAD", "/manifests/1", new FakeResponse(404));
        await Errors.ThrowsAsync(ImageDiagnostics.RegistryTimeout, () => PullAsync(bench), seconds: 5);
    }

    [Fact]
    public async Task The_callers_cancellation_is_not_an_error_of_the_registry()
    {
        using var bench = WithImage();
        using var cancel = new CancellationTokenSource(100);
        bench.Registry.Fail("HEAD", "/manifests/1", new FakeResponse(200) { Hang = true });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            bench.Source.ResolveAsync(new BaseImageLocation.Registry(bench.Reference("base:1")), Platform.LinuxAmd64, cancel.Token).WaitAsync(TimeSpan.FromSeconds(5)));
    }

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
        bench.Registry.AddManifest("base", "1", ManifestWriter.Manifest(ImageFormat.Oci, new Descriptor(MediaTypes.OciConfig, Digest.Of("y"u8), 1), layers));
        await Errors.ThrowsAsync(ImageDiagnostics.LimitExceeded, () => bench.ResolveAsync("base:1"));
        Assert.Equal(0, bench.Registry.Count("GET", "/blobs/"));
    }

    [Fact]
    public async Task Indexes_inside_each_other_end()
    {
        using var bench = new Bench();
        var entry = bench.Registry.AddImage("base", null);
        for (var i = 0; i < 10; i++)
            entry = bench.Registry.AddManifest("base", "1", ManifestWriter.Index(ImageFormat.Oci, [entry with { Platform = Platform.LinuxAmd64 }]), MediaTypes.OciIndex);
        await Errors.ThrowsAsync(ImageDiagnostics.LimitExceeded, () => bench.ResolveAsync("base:1"));
    }

    [Fact]
    public async Task A_layer_that_says_it_is_huge_is_refused_before_a_byte_moves()
    {
        using var bench = new Bench();
        var manifest = ManifestWriter.Manifest(ImageFormat.Oci, new Descriptor(MediaTypes.OciConfig, Digest.Of("y"u8), 1), [new Descriptor(MediaTypes.OciLayer, Digest.Of("x"u8), long.MaxValue)]);
        bench.Registry.AddManifest("base", "1", manifest);
        await Errors.ThrowsAsync(ImageDiagnostics.LimitExceeded, () => bench.ResolveAsync("base:1"));
    }

    [Fact]
    public async Task A_configuration_that_says_it_is_huge_is_refused()
    {
        using var bench = new Bench();
        bench.Registry.AddManifest("base", "1", ManifestWriter.Manifest(ImageFormat.Oci, new Descriptor(MediaTypes.OciConfig, Digest.Of("y"u8), 1L << 40), []));
        await Errors.ThrowsAsync(ImageDiagnostics.LimitExceeded, () => bench.ResolveAsync("base:1"));
    }

    [Fact]
    public async Task Jitter_only_shortens_a_wait()
    {
        using var bench = WithImage();
        bench.Options = bench.Options with { Random = () => 1 };
        bench.Registry.Fail("HEAD", "/manifests/1", new FakeResponse(503), times: 2);
        await PullAsync(bench);
        Assert.Equal([0.5, 1], bench.Clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(1000, 60)]
    [InlineData(int.MaxValue, 60)]
    public void Waits_double_up_to_the_maximum(int attempts, double seconds) =>
        Assert.Equal(seconds, new RetryLoop(new RegistryOptions { Random = () => 0 }).Delay(attempts, null).TotalSeconds);

    private static Bench WithImage()
    {
        var bench = new Bench();
        bench.Registry.AddImage("base", "1", layers: Layer);
        return bench;
    }

    private static async Task<byte[]> PullAsync(Bench bench) => await (await bench.ResolveAsync("base:1")).Layers.Single().Blob.ReadAllAsync();
}
