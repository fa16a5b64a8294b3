using System.Globalization;
using MultiStage.Diagnostics;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

/// <summary>Uploads in pieces, and uploads that break and go on.</summary>
public class UploadResumeTests
{
    private static readonly byte[] Content = TestImages.Noise(1_000_000, seed: 7);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(400_000)]
    [InlineData(999_999)]
    public async Task A_broken_upload_goes_on_where_the_registry_stopped(int cut)
    {
        using var bench = new Bench();
        CutOnce(bench, "PUT", cut);
        await PushAsync(bench);
        Assert.Equal(cut == 1 ? 2 : 1, bench.Registry.Count("POST", "/blobs/uploads/"));
        var sent = bench.Registry.Server.Requests.Where(request => request.Method == "PATCH")
            .Select(request => (request.Header("Content-Range"), request.Body.Length));
        // One byte cannot be told from none: everything is sent again, and refused, and sent to a new upload.
        if (cut > 1)
            Assert.Equal([($"{cut}-999999", Content.Length - cut)], sent);
    }

    [Fact]
    public async Task An_upload_that_breaks_again_and_again_still_advances()
    {
        using var bench = new Bench();
        var breaks = 3;
        bench.Registry.Server.CutBody = (method, target) =>
            method is "PUT" or "PATCH" && target.Contains("uploads", StringComparison.Ordinal) && breaks-- > 0 ? 200_000 : null;
        await PushAsync(bench);
        Assert.Equal(1, bench.Registry.Count("POST", "/blobs/uploads/"));
        Assert.Equal("600000-999999", bench.Registry.Server.Requests.Last(request => request.Method == "PATCH").Header("Content-Range"));
    }

    [Theory]
    [InlineData(404, null)]
    [InlineData(400, null)]
    [InlineData(405, null)]
    [InlineData(200, "0-399999")]
    [InlineData(204, null)]
    [InlineData(204, "nonsense")]
    [InlineData(204, "5-10")]
    [InlineData(204, "0--1")]
    [InlineData(204, "0-99999999999")]
    [InlineData(204, "0-9223372036854775807")]
    [InlineData(204, "0-99999999999999999999999")]
    public async Task A_registry_that_cannot_say_what_it_has_gets_a_new_upload(int status, string? range)
    {
        using var bench = new Bench();
        CutOnce(bench, "PUT", 400_000);
        bench.Registry.Fail("GET", "/blobs/uploads/",
            range is null ? new FakeResponse(status) : new FakeResponse(status, null, ("Range", range)));
        await PushAsync(bench);
        Assert.Equal(2, bench.Registry.Count("POST", "/blobs/uploads/"));
    }

    [Theory]
    [InlineData("0-499999")]
    [InlineData("0-299999")]
    [InlineData("0-999999")]
    public async Task A_registry_that_says_what_is_not_true_gets_a_new_upload_and_the_right_content(string range)
    {
        using var bench = new Bench();
        CutOnce(bench, "PUT", 400_000);
        bench.Registry.Fail("GET", "/blobs/uploads/", new FakeResponse(204, null, ("Range", range)));
        await PushAsync(bench);
        Assert.Equal(2, bench.Registry.Count("POST", "/blobs/uploads/"));
    }

    [Fact]
    public async Task A_state_that_is_elsewhere_is_not_followed()
    {
        using var bench = new Bench();
        CutOnce(bench, "PUT", 400_000);
        bench.Registry.Fail("GET", "/blobs/uploads/",
            new FakeResponse(204, null, ("Range", "0-399999"), ("Location", "http://evil.example/v2/")));
        await Errors.ThrowsAsync(ImageDiagnostics.RedirectRefused, () => PushAsync(bench));
    }

    [Fact]
    public async Task A_lost_answer_to_a_finished_upload_sends_nothing_again()
    {
        using var bench = new Bench();
        // The registry takes the content and falls silent.
        bench.Registry.Fail("PUT", "/blobs/uploads/", request =>
        {
            bench.Registry.Blobs["app@" + request.Parameter("digest")] = request.Body;
            return new FakeResponse(200) { Drop = true };
        }, times: 1);
        await PushAsync(bench);
        Assert.Equal(1, bench.Registry.Count("PUT", "/blobs/uploads/"));
    }

    [Theory]
    [InlineData("DOTNET_CONTAINER_REGISTRY_CHUNKED_UPLOAD_SIZE_BYTES", "300000", 4)]
    [InlineData("SDK_CONTAINER_REGISTRY_CHUNKED_UPLOAD_SIZE_BYTES", "500000", 2)]
    [InlineData("DOTNET_CONTAINER_REGISTRY_CHUNKED_UPLOAD_SIZE_BYTES", "1000000", 0)]
    [InlineData("DOTNET_CONTAINER_REGISTRY_CHUNKED_UPLOAD_SIZE_BYTES", "0", 0)]
    [InlineData("DOTNET_CONTAINER_REGISTRY_CHUNKED_UPLOAD_SIZE_BYTES", "many", 0)]
    [InlineData("DOTNET_CONTAINER_DEBUG_REGISTRY_FORCE_CHUNKED_UPLOAD", "true", 0)]
    public async Task The_SDKs_variables_cut_uploads_into_pieces(string name, string value, int pieces)
    {
        using var bench = new Bench();
        bench.SetEnvironment(name, value);
        await PushAsync(bench);
        Assert.Equal(pieces, bench.Registry.Count("PATCH", "/blobs/uploads/"));
    }

    [Fact]
    public async Task A_registry_says_how_small_a_piece_may_be()
    {
        using var bench = new Bench();
        bench.Options = bench.Options with { UploadPieceBytes = 100_000 };
        bench.Registry.MinimumPiece = 400_000;
        await PushAsync(bench);
        Assert.Equal(3, bench.Registry.Count("PATCH", "/blobs/uploads/"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(150_000)]
    public async Task A_broken_piece_goes_on_in_the_middle(int cut)
    {
        using var bench = new Bench();
        bench.Options = bench.Options with { UploadPieceBytes = 300_000 };
        var count = 0;
        bench.Registry.Server.CutBody = (method, _) => method == "PATCH" && ++count == 2 ? cut : null;
        await PushAsync(bench);
        Assert.Equal(1, bench.Registry.Count("POST", "/blobs/uploads/"));
        var starts = bench.Registry.Server.Requests.Where(request => request.Method == "PATCH")
            .Select(request => request.Header("Content-Range")!.Split('-')[0]);
        Assert.Equal(["0", "300000", (300_000 + cut).ToString(CultureInfo.InvariantCulture)], starts.Take(3));
    }

    [Fact]
    public async Task Damage_in_the_cache_is_found_before_the_last_piece_leaves()
    {
        using var bench = new Bench();
        bench.Options = bench.Options with { UploadPieceBytes = 300_000 };
        var broken = new Blob(new Descriptor(MediaTypes.OciLayer, Digest.Of(Content), Content.Length),
            _ => Task.FromResult<Stream>(new MemoryStream([.. Content[..^1], (byte)(Content[^1] ^ 1)])));
        await Errors.ThrowsAsync(ImageDiagnostics.ContentMismatch, () =>
            bench.Client.PushBlobAsync(bench.Registry.Host, "app", broken, TestContext.Current.CancellationToken));
        Assert.Empty(bench.Registry.Blobs);
    }

    [Theory]
    [InlineData("false", 1)]
    [InlineData("true", 4)]
    [InlineData(null, 4)]
    public void The_SDKs_variable_turns_parallel_uploads_off(string? value, int expected) =>
        Assert.Equal(expected,
            RegistryVariables.Parallelism(
                new RegistryOptions { Environment = name => name == "DOTNET_CONTAINER_REGISTRY_PARALLEL_UPLOAD" ? value : null }));

    private static void CutOnce(Bench bench, string method, int bytes)
    {
        var left = 1;
        bench.Registry.Server.CutBody = (m, target) =>
            m == method && target.Contains("/blobs/uploads/", StringComparison.Ordinal) && left-- > 0 ? bytes : null;
    }

    private static async Task PushAsync(Bench bench)
    {
        var blob = Blob.Of(MediaTypes.OciLayer, Content);
        Assert.Equal(BlobOutcome.Uploaded,
            await bench.Client.PushBlobAsync(bench.Registry.Host, "app", blob, TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromSeconds(15)));
        Assert.Equal(Content, bench.Registry.Blobs["app@" + Digest.Of(Content)]);
    }
}
