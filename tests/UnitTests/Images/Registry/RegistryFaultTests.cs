using System.Globalization;
using System.Text;
using MultiStage.Diagnostics;
using MultiStage.Images;
using static MultiStage.UnitTests.Images.FaultBench;

namespace MultiStage.UnitTests.Images;

/// <summary>Every failure of a request ends in the right image or in one coded error.</summary>
public class RegistryFaultTests
{
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
}
