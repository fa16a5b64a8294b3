using MultiStage.Diagnostics;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

public class RegistryPullTests
{
    [Fact]
    public async Task Pulls_an_image_by_tag_and_downloads_no_layer_until_it_is_opened()
    {
        using var bench = new Bench();
        var layer = TestImages.Gzip(TestImages.Noise(5000));
        bench.Registry.AddImage("base", "1", layers: layer);

        var image = await bench.ResolveAsync("base:1");

        Assert.Equal(0, bench.Registry.Count("GET", "/blobs/" + Digest.Of(layer)));
        Assert.Equal(layer, await image.Layers.Single().Blob.ReadAllAsync());
        Assert.Equal(Platform.LinuxAmd64, image.Config.Platform);
        Assert.Equal(1, bench.Registry.Count("GET", "/blobs/" + Digest.Of(layer)));
        Assert.Equal(layer, await image.Layers.Single().Blob.ReadAllAsync());
        Assert.Equal(1, bench.Registry.Count("GET", "/blobs/" + Digest.Of(layer)));
    }

    [Theory]
    [InlineData("linux/amd64", 0)]
    [InlineData("linux/arm64", 1)]
    [InlineData("linux/arm64/v8", 1)]
    [InlineData("linux/arm/v7", 2)]
    [InlineData("linux/arm", 2)]
    public async Task Chooses_the_platform_from_an_index(string wish, int expected)
    {
        using var bench = new Bench();
        var entries = AddIndex(bench, "linux/amd64", "linux/arm64", "linux/arm/v7");
        var image = await bench.ResolveAsync("base:1", Platform.Parse(wish));
        Assert.Equal(entries[expected].Digest, image.Manifest!.Digest);
    }

    [Fact]
    public async Task A_platform_that_is_not_there_is_an_error_that_lists_what_is()
    {
        using var bench = new Bench();
        AddIndex(bench, "linux/amd64", "linux/arm/v7");
        var error = await Errors.ThrowsAsync(ImageDiagnostics.PlatformNotFound,
            () => bench.ResolveAsync("base:1", Platform.Parse("linux/s390x")));
        Assert.Contains("linux/amd64, linux/arm/v7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_image_of_another_platform_is_an_error()
    {
        using var bench = new Bench();
        bench.Registry.AddImage("base", "1", Platform.Parse("linux/arm64"));
        await Errors.ThrowsAsync(ImageDiagnostics.PlatformNotFound, () => bench.ResolveAsync("base:1"));
    }

    [Fact]
    public async Task The_second_resolve_by_tag_asks_only_whether_the_tag_moved()
    {
        using var bench = new Bench();
        bench.Registry.AddImage("base", "1", layers: TestImages.Noise(10));
        await bench.ResolveAsync("base:1");
        var gets = bench.Registry.Count("GET", "/v2/base/");
        await bench.ResolveAsync("base:1");
        Assert.Equal(gets, bench.Registry.Count("GET", "/v2/base/"));
        Assert.Equal(2, bench.Registry.Count("HEAD", "/manifests/1"));
    }

    [Fact]
    public async Task A_cached_image_by_digest_needs_no_registry()
    {
        using var bench = new Bench();
        var manifest = bench.Registry.AddImage("base", "1", layers: TestImages.Noise(10));
        var image = await bench.ResolveAsync("base@" + manifest.Digest);
        await image.Layers[0].Blob.ReadAllAsync();
        var before = bench.Registry.Log.Count;
        image = await bench.ResolveAsync("base@" + manifest.Digest);
        await image.Layers[0].Blob.ReadAllAsync();
        Assert.Equal(before, bench.Registry.Log.Count);
    }

    [Fact]
    public async Task A_registry_without_HEAD_is_asked_with_GET()
    {
        using var bench = new Bench();
        bench.Registry.AddImage("base", "1");
        bench.Registry.Fail("HEAD", "/manifests/", new FakeResponse(405));
        Assert.Empty((await bench.ResolveAsync("base:1")).Layers);
    }

    [Fact]
    public async Task A_missing_image_is_one_error_without_a_second_try()
    {
        using var bench = new Bench();
        await Errors.ThrowsAsync(ImageDiagnostics.NotFound, () => bench.ResolveAsync("nothing:1"));
        Assert.Empty(bench.Clock.Waits);
    }

    [Theory]
    [InlineData(MediaTypes.DockerManifest)]
    [InlineData(MediaTypes.OciManifest)]
    public async Task Docker_and_OCI_manifests_are_understood(string mediaType)
    {
        var format = MediaTypes.FormatOf(mediaType);
        using var bench = new Bench();
        bench.Registry.AddImage("base", "1", format: format, layers: TestImages.Noise(100));
        var image = await bench.ResolveAsync("base:1");
        Assert.Equal((mediaType, format), (image.Manifest!.MediaType, image.Format));
    }

    [Fact]
    public async Task All_platforms_of_an_index_are_listed_without_attestations()
    {
        using var bench = new Bench();
        AddIndex(bench, "linux/amd64", "unknown/unknown", "linux/arm64");
        var platforms = await bench.Source.PlatformsAsync(new BaseImageLocation.Registry(bench.Reference("base:1")),
            TestContext.Current.CancellationToken);
        Assert.Equal(["linux/amd64", "linux/arm64"], platforms.Select(platform => platform.ToString()));
    }

    private static List<Descriptor> AddIndex(Bench bench, params string[] platforms)
    {
        var entries = platforms.Select(platform => bench.Registry.AddImage("base", null, Platform.Parse(platform))).ToList();
        bench.Registry.AddManifest("base", "1", ManifestWriter.Index(ImageFormat.Oci, entries), MediaTypes.OciIndex);
        return entries;
    }
}
