using MultiStage.Diagnostics;
using MultiStage.Images;
using static MultiStage.UnitTests.Images.FaultBench;

namespace MultiStage.UnitTests.Images;

/// <summary>A registry that takes its time ends within the stated one, and waits between attempts are bounded.</summary>
public class RegistryTimeTests
{
    [Fact]
    public async Task Silence_after_a_request_ends_in_time()
    {
        using var bench = WithImage();
        bench.Options = bench.Options with { ConnectTimeout = TimeSpan.FromMilliseconds(100),
            ResponseTimeout = TimeSpan.FromMilliseconds(100), Attempts = 2 };
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
            bench.Source.ResolveAsync(new BaseImageLocation.Registry(bench.Reference("base:1")), Platform.LinuxAmd64, cancel.Token)
                .WaitAsync(TimeSpan.FromSeconds(5)));
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
}
