using System.Text;
using MultiStage.Diagnostics;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

public class RegistryPushTests
{
    private static readonly byte[] Layer = TestImages.Noise(200_000);
    private static readonly byte[] Second = TestImages.Noise(1000, seed: 3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Blobs_go_first_then_the_manifest_by_digest_then_tags()
    {
        using var bench = new Bench();
        var image = TestImages.Built(ImageFormat.Oci, Layer, Second);
        var result = await PushAsync(bench, image, "1", "latest");

        Assert.Equal(image.Digest, result.Digest);
        Assert.Equal(Layer, bench.Registry.Blobs["app@" + Digest.Of(Layer)]);
        Assert.Equal(image.Digest, Digest.Of(bench.Registry.Manifests["app:1"].Content));
        Assert.Equal(MediaTypes.OciManifest, bench.Registry.Manifests["app:latest"].MediaType);
        var puts = bench.Registry.Log.Where(line => line.StartsWith("PUT", StringComparison.Ordinal)).ToList();
        Assert.All(puts[..3], line => Assert.Contains("/blobs/uploads/", line, StringComparison.Ordinal));
        Assert.Equal([$"PUT /v2/app/manifests/{image.Digest}", "PUT /v2/app/manifests/1", "PUT /v2/app/manifests/latest"], puts[3..]);
        Assert.Equal(Layer.Length + Second.Length + image.Config.Descriptor.Size, result.UploadedBytes);
    }

    [Fact]
    public async Task A_second_push_uploads_nothing()
    {
        using var bench = new Bench();
        var image = TestImages.Built(ImageFormat.Oci, Layer);
        await PushAsync(bench, image, "1");
        var result = await PushAsync(bench, image, "1");
        Assert.All(result.Blobs.Values, outcome => Assert.Equal(BlobOutcome.Existing, outcome));
        Assert.Equal(0, result.UploadedBytes);
        Assert.Equal(1, bench.Registry.Count("PUT", "/manifests/1"));
    }

    [Fact]
    public async Task Base_layers_that_the_target_has_are_not_downloaded()
    {
        using var bench = new Bench();
        bench.Registry.AddImage("base", "1", layers: Layer);
        bench.Registry.AddBlob("app", Layer);
        var image = ImageBuilder.Build(await bench.ResolveAsync("base:1"), [], TestImages.NoChanges);
        var result = await PushAsync(bench, image, "1");
        Assert.Equal(BlobOutcome.Existing, result.Blobs[Digest.Of(Layer)]);
        Assert.Equal(0, bench.Registry.Count("GET", "/blobs/" + Digest.Of(Layer)));
    }

    [Fact]
    public async Task Base_layers_of_the_same_registry_are_mounted()
    {
        using var bench = new Bench();
        bench.Registry.AddImage("base", "1", layers: Layer);
        var image = ImageBuilder.Build(await bench.ResolveAsync("base:1"), [], TestImages.NoChanges);
        var result = await PushAsync(bench, image, "1");
        Assert.Equal(BlobOutcome.Mounted, result.Blobs[Digest.Of(Layer)]);
        Assert.Equal(0, bench.Registry.Count("GET", "/blobs/" + Digest.Of(Layer)));
        Assert.True(bench.Registry.Blobs.ContainsKey("app@" + Digest.Of(Layer)));
    }

    [Theory]
    [InlineData(202)]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    public async Task A_refused_mount_becomes_an_upload(int status)
    {
        using var bench = new Bench();
        bench.Registry.AllowMount = false;
        bench.Registry.AddImage("base", "1", layers: Layer);
        if (status != 202)
            bench.Registry.Fail("POST", "mount=", new FakeResponse(status));
        var image = ImageBuilder.Build(await bench.ResolveAsync("base:1"), [], TestImages.NoChanges);
        var result = await PushAsync(bench, image, "1");
        Assert.Equal(BlobOutcome.Uploaded, result.Blobs[Digest.Of(Layer)]);
        Assert.Equal(Layer, bench.Registry.Blobs["app@" + Digest.Of(Layer)]);
    }

    [Fact]
    public async Task Base_layers_of_another_registry_are_fetched_and_uploaded()
    {
        using var bench = new Bench();
        using var other = new FakeRegistry();
        other.AddImage("base", "1", layers: Layer);
        var location = new BaseImageLocation.Registry(WholeReference.Parse(other.Host + "/base:1"));
        var image = ImageBuilder.Build(await bench.Source.ResolveAsync(location, Platform.LinuxAmd64, Token), [], TestImages.NoChanges);
        var result = await PushAsync(bench, image, "1");
        Assert.Equal(BlobOutcome.Uploaded, result.Blobs[Digest.Of(Layer)]);
        Assert.DoesNotContain(bench.Registry.Log, line => line.Contains("mount=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Equal_layers_travel_once()
    {
        using var bench = new Bench();
        await PushAsync(bench, TestImages.Built(ImageFormat.Oci, Layer, Layer, Layer), "1");
        Assert.Equal(1, bench.Registry.Count("HEAD", "/blobs/" + Digest.Of(Layer)));
    }

    [Theory]
    [InlineData("HEAD", "/blobs/")]
    [InlineData("POST", "/blobs/uploads/")]
    [InlineData("PUT", "/blobs/uploads/")]
    [InlineData("PUT", "/manifests/sha256")]
    [InlineData("HEAD", "/manifests/1")]
    [InlineData("PUT", "/manifests/1")]
    public async Task A_passing_failure_of_any_step_is_survived(string method, string part)
    {
        foreach (var fault in new[] { new FakeResponse(500), new FakeResponse(503), new FakeResponse(429),
            new FakeResponse(200) { Drop = true } })
        {
            using var bench = new Bench();
            var image = TestImages.Built(ImageFormat.Oci, Layer);
            bench.Registry.Fail(method, part, fault, times: 1);
            await PushAsync(bench, image, "1");
            Assert.Equal(image.Digest, Digest.Of(bench.Registry.Manifests["app:1"].Content));
            Assert.Equal(Layer, bench.Registry.Blobs["app@" + Digest.Of(Layer)]);
        }
    }

    [Theory]
    [InlineData("HEAD", "/blobs/")]
    [InlineData("POST", "/blobs/uploads/")]
    [InlineData("PUT", "/blobs/uploads/")]
    [InlineData("PUT", "/manifests/sha256")]
    public async Task A_failure_that_stays_leaves_no_tag(string method, string part)
    {
        foreach (var fault in new[] { new FakeResponse(500), new FakeResponse(200) { Drop = true } })
        {
            using var bench = new Bench();
            bench.Registry.Fail(method, part, fault);
            await Errors.ThrowsAsync(ImageDiagnostics.RegistryFailed,
                () => PushAsync(bench, TestImages.Built(ImageFormat.Oci, Layer), "1"));
            Assert.False(bench.Registry.Manifests.ContainsKey("app:1"));
        }
    }

    [Fact]
    public async Task A_connection_dropped_while_the_body_is_sent_is_survived()
    {
        using var bench = new Bench();
        var drops = 2;
        bench.Registry.Server.CutBody = (method, target) =>
            method == "PUT" && target.Contains("/blobs/", StringComparison.Ordinal) && Interlocked.Decrement(ref drops) >= 0 ? 0 : null;
        await PushAsync(bench, TestImages.Built(ImageFormat.Oci, TestImages.Noise(3_000_000)), "1");
        Assert.True(bench.Registry.Manifests.ContainsKey("app:1"));
    }

    [Fact]
    public async Task A_lost_upload_session_starts_anew()
    {
        using var bench = new Bench();
        bench.Registry.Fail("PUT", "/blobs/uploads/", FakeRegistry.Error(404, "BLOB_UPLOAD_UNKNOWN", "gone"), times: 2);
        await PushAsync(bench, TestImages.Built(ImageFormat.Oci, Layer), "1");
        Assert.Equal(Layer, bench.Registry.Blobs["app@" + Digest.Of(Layer)]);
    }

    [Theory]
    [InlineData(400, "MST4102")]
    [InlineData(403, "MST4103")]
    [InlineData(413, "MST4102")]
    public async Task A_refusal_is_final_and_says_what_the_registry_said(int status, string code)
    {
        using var bench = new Bench();
        bench.Registry.Fail("PUT", "/manifests/1", FakeRegistry.Error(status, "DENIED", "tags are immutable"));
        var error = await Assert.ThrowsAsync<ImageException>(() => PushAsync(bench, TestImages.Built(ImageFormat.Oci, Layer), "1"));
        Assert.Equal(code, error.Code);
        Assert.Contains("DENIED: tags are immutable", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, bench.Registry.Count("PUT", "/manifests/1"));
    }

    [Fact]
    public async Task A_registry_that_stored_something_else_is_found_out()
    {
        using var bench = new Bench();
        bench.Registry.Fail("PUT", "/manifests/", new FakeResponse(201, null, ("Docker-Content-Digest", Digest.Of("x"u8).ToString())));
        await Errors.ThrowsAsync(ImageDiagnostics.ContentMismatch, () => PushAsync(bench, TestImages.Built(ImageFormat.Oci, Layer), "1"));
    }

    [Fact]
    public async Task An_upload_without_an_address_is_one_error()
    {
        using var bench = new Bench();
        bench.Registry.Fail("POST", "/blobs/uploads/", new FakeResponse(202));
        await Errors.ThrowsAsync(ImageDiagnostics.ProtocolViolation, () => PushAsync(bench, TestImages.Built(ImageFormat.Oci, Layer), "1"));
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/v2/app/blobs/uploads/1")]
    [InlineData("http://evil.example/v2/app/blobs/uploads/1")]
    [InlineData("https://localhost:{0}/v2/app/blobs/uploads/1")]
    [InlineData("//evil.example/x")]
    [InlineData("ftp://localhost:{0}/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://user:pw@localhost:{0}/x")]
    public async Task An_upload_goes_to_no_other_host(string location)
    {
        using var bench = new Bench();
        var address = string.Format(System.Globalization.CultureInfo.InvariantCulture, location, bench.Registry.Server.Port);
        bench.Registry.Fail("POST", "/blobs/uploads/", new FakeResponse(202, null, ("Location", address)));
        var error = await Errors.ThrowsAsync(ImageDiagnostics.RedirectRefused,
            () => PushAsync(bench, TestImages.Built(ImageFormat.Oci, Layer), "1"));
        Assert.Equal(0, bench.Registry.Count("PUT", "/"));
        Assert.DoesNotContain("pw", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_absolute_address_of_the_registry_itself_is_followed()
    {
        using var bench = new Bench();
        bench.Registry.AbsoluteLocations = true;
        await PushAsync(bench, TestImages.Built(ImageFormat.Oci, Layer), "1");
        Assert.Equal(Layer, bench.Registry.Blobs["app@" + Digest.Of(Layer)]);
    }

    [Fact]
    public async Task A_redirected_upload_is_not_followed()
    {
        using var bench = new Bench();
        bench.Registry.Fail("PUT", "/blobs/uploads/", new FakeResponse(307, null, ("Location", "http://evil.example/")));
        await Errors.ThrowsAsync(ImageDiagnostics.ProtocolViolation, () => PushAsync(bench, TestImages.Built(ImageFormat.Oci, Layer), "1"));
    }

    [Fact]
    public async Task An_index_is_pushed_after_its_images()
    {
        using var bench = new Bench();
        var images = new[] { "linux/arm64", "linux/amd64" }.Select(platform =>
            ImageBuilder.Build(BaseImage.Scratch(Platform.Parse(platform)), [], TestImages.NoChanges)).ToList();
        var set = ImageSet.IndexOf(images);
        await ImageDestination.PushAsync(bench.Client, set, bench.Reference("app"), ["1"], Token);

        Assert.Equal(set.Digest, Digest.Of(bench.Registry.Manifests["app:1"].Content));
        var puts = bench.Registry.Log.Where(line => line.StartsWith("PUT /v2/app/manifests", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, puts.Count);
        Assert.EndsWith(set.Digest.ToString(), puts[2], StringComparison.Ordinal);
        var arm = await bench.ResolveAsync("app:1", Platform.Parse("linux/arm64"));
        Assert.Equal(images[0].Digest, arm.Manifest!.Digest);
    }

    [Fact]
    public async Task An_account_that_may_only_push_can_push()
    {
        using var bench = new Bench();
        bench.Registry.Fail("HEAD", "/manifests/", new FakeResponse(403));
        await PushAsync(bench, TestImages.Built(ImageFormat.Oci, Layer), "1");
        Assert.True(bench.Registry.Manifests.ContainsKey("app:1"));
    }

    [Fact]
    public async Task A_wrong_tag_is_found_before_anything_moves()
    {
        using var bench = new Bench();
        await Errors.ThrowsAsync(ImageDiagnostics.InvalidReference,
            () => PushAsync(bench, TestImages.Built(ImageFormat.Oci, Layer), "good", "not good"));
        Assert.Empty(bench.Registry.Log);
    }

    [Fact]
    public async Task An_upload_without_progress_ends_in_time()
    {
        using var bench = new Bench();
        bench.Options = bench.Options with { ResponseTimeout = TimeSpan.FromMilliseconds(200),
            ConnectTimeout = TimeSpan.FromMilliseconds(200), IdleTimeout = TimeSpan.FromMilliseconds(200), Attempts = 2 };
        bench.Registry.Fail("PUT", "/blobs/uploads/", new FakeResponse(201) { Hang = true });
        await Errors.ThrowsAsync(ImageDiagnostics.RegistryTimeout, () => PushAsync(bench, TestImages.Built(ImageFormat.Oci, Layer), "1"),
            seconds: 5);
    }

    [Fact]
    public async Task Damaged_content_in_the_cache_is_found_before_it_is_pushed()
    {
        using var bench = new Bench();
        var written = await new LayerWriter(bench.Store).WriteAsync([LayerEntry.File("app/x", Encoding.UTF8.GetBytes("hello"))],
            new LayerOptions(), Token);
        var path = bench.Store.PathOf(written.Layer.Blob.Descriptor.Digest);
        var bytes = await File.ReadAllBytesAsync(path, Token);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Token);
        var image = ImageBuilder.Build(BaseImage.Scratch(Platform.LinuxAmd64), [(written.Layer, new LayerHistory("test"))],
            TestImages.NoChanges);
        await Errors.ThrowsAsync(ImageDiagnostics.CacheDamaged, () => PushAsync(bench, image, "1"));
        Assert.False(File.Exists(path));
        Assert.False(bench.Registry.Manifests.ContainsKey("app:1"));
    }

    private static Task<PushResult> PushAsync(Bench bench, BuiltImage image, params string[] tags) =>
        ImageDestination.PushAsync(bench.Client, ImageSet.Of(image), bench.Reference("app"), tags, Token);
}
