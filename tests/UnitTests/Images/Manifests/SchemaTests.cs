using System.Text;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

/// <summary>Whatever is written is valid by the schemas of OCI image-spec 1.1.</summary>
public class SchemaTests
{
    private static readonly ImageConfigChanges Everything = new()
    {
        Created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)),
        Author = "somebody",
        Settings = new ImageSettings
        {
            Environment = [new("A", "1"), new("EMPTY", "")],
            Entrypoint = ["dotnet", "app.dll"],
            Arguments = ["--urls", "x"],
            User = new ImageUser("1654:1654"),
            WorkingDirectory = InImage("/app"),
            Ports = [new(8080, "tcp"), new(53, "udp")],
            Volumes = [InImage("/data")],
            Labels = [new("a.b", "c"), new("empty", "")],
            StopSignal = "SIGTERM",
            Healthcheck = new Healthcheck(["CMD", "true"]) { Interval = TimeSpan.FromSeconds(1) },
        },
    };

    private static readonly Dictionary<string, string> Annotations = new() { ["org.opencontainers.image.title"] = "shop" };

    [Theory]
    [InlineData("Oci", "Oci")]
    [InlineData("Oci", "Docker")]
    [InlineData("Docker", "Oci")]
    [InlineData("Docker", "Docker")]
    public async Task Manifest_and_configuration_are_valid(string source, string target)
    {
        var image = Build(Enum.Parse<ImageFormat>(source), Enum.Parse<ImageFormat>(target), Everything);
        Valid("image-manifest-schema.json", await image.Manifest.ReadAllAsync());
        Valid("config-schema.json", await image.Config.ReadAllAsync());
    }

    [Fact]
    public async Task The_smallest_image_is_valid()
    {
        var layer = TestImages.Base(ImageFormat.Oci, TestImages.Noise(10)).Layers[0];
        var image = ImageBuilder.Build(BaseImage.Scratch(Platform.Parse("linux/arm/v7")), [(layer, new LayerHistory("x"))],
            TestImages.NoChanges);
        Valid("image-manifest-schema.json", await image.Manifest.ReadAllAsync());
        Valid("config-schema.json", await image.Config.ReadAllAsync());
    }

    [Fact]
    public async Task An_index_is_valid_and_has_a_platform_for_each_image()
    {
        var images = new[] { "linux/arm64", "linux/amd64",
            "linux/arm/v7" }.Select(platform => ImageBuilder.Build(BaseImage.Scratch(Platform.Parse(platform)), [], Everything)).ToList();
        var set = ImageSet.IndexOf(images, Annotations);
        Valid("image-index-schema.json", await set.Top.ReadAllAsync());
        var entries = ManifestReader.ReadIndex(await set.Top.ReadAllAsync(), ImageLimits.Default, "x");
        Assert.Equal(["linux/amd64", "linux/arm/v7", "linux/arm64"], entries.Select(entry => entry.Platform!.ToString()));
        Assert.Equal(
            images.Select(image => image.Digest)
                .Order(Comparer<Digest>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))),
            entries.Select(entry => entry.Digest)
                .Order(Comparer<Digest>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))));
    }

    [Fact]
    public async Task A_layout_is_valid()
    {
        using var folder = new TempFolder();
        var set = ImageSet.IndexOf([Build(ImageFormat.Docker, ImageFormat.Docker, Everything)], Annotations);
        await ImageDestination.WriteLayoutAsync(set, folder.Path, [WholeReference.Parse("shop:1"), WholeReference.Parse("shop:2")],
            ImageLimits.Default, TestContext.Current.CancellationToken);
        Valid("image-layout-schema.json", await File.ReadAllBytesAsync(folder["oci-layout"], TestContext.Current.CancellationToken));
        Valid("image-index-schema.json", await File.ReadAllBytesAsync(folder["index.json"], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("image-manifest-schema.json", "{}", "has no 'config'")]
    [InlineData("image-manifest-schema.json", """{"schemaVersion":1,"config":{},"layers":[]}""", "is too small")]
    [InlineData("image-index-schema.json", """{"schemaVersion":2,"manifests":[{"mediaType":"nonsense","size":1,"digest":"sha256:a"}]}""",
        "does not match")]
    [InlineData("image-index-schema.json", """{"schemaVersion":2,"manifests":[],"annotations":{"a":1}}""", "is no string")]
    [InlineData("config-schema.json", """{"architecture":"a","os":"b","rootfs":{"type":"x","diff_ids":[]}}""", "is none of")]
    [InlineData("config-schema.json", """{"architecture":"a","os":"b","created":"yesterday","rootfs":{"type":"layers","diff_ids":[]}}""",
        "is no date-time")]
    public void The_check_finds_what_is_wrong(string schema, string document, string problem) =>
        Assert.Contains(JsonSchema.Problems(schema, Encoding.UTF8.GetBytes(document)),
            found => found.Contains(problem, StringComparison.Ordinal));

    private static BuiltImage Build(ImageFormat source, ImageFormat target, ImageConfigChanges changes)
    {
        var added = TestImages.Base(target, TestImages.Noise(30, seed: 9)).Layers[0];
        return ImageBuilder.Build(TestImages.Base(source, TestImages.Noise(10), TestImages.Noise(20)),
            [(added, new LayerHistory("app", "a comment"))], changes, target, Annotations);
    }

    private static void Valid(string schema, byte[] document) => Assert.Equal([], JsonSchema.Problems(schema, document));
}
