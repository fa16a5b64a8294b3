using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MultiStage.Diagnostics;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

public class ManifestTests
{
    private const string Sha = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Config = "{'mediaType':'application/vnd.oci.image.config.v1+json','digest':'" + Sha + "','size':2}";

    [Theory]
    [InlineData("{'schemaVersion':2,'mediaType':'application/vnd.oci.image.index.v1+json','manifests':[]}", MediaTypes.OciIndex)]
    [InlineData("{'schemaVersion':2,'manifests':[]}", MediaTypes.OciIndex)]
    [InlineData("{'schemaVersion':2,'config':{},'layers':[]}", MediaTypes.OciManifest)]
    [InlineData("{'schemaVersion':2,'mediaType':'application/vnd.docker.distribution.manifest.v2+json','layers':[]}",
        MediaTypes.DockerManifest)]
    [InlineData("{'schemaVersion':1,'fsLayers':[]}", "application/vnd.docker.distribution.manifest.v1+json")]
    public void Finds_the_type_of_a_document(string json, string expected) =>
        Assert.Equal(expected, ManifestReader.MediaTypeOf(Bytes(json), "application/json", "test"));

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{'schemaVersion':2,'manifests':[],'layers':[]}")]
    [InlineData("{'mediaType':'application/vnd.oci.image.index.v1+json','manifests':[],'layers':[]}")]
    [InlineData("{'mediaType':'application/vnd.oci.image.manifest.v1+json','manifests':[],'layers':[]}")]
    [InlineData("{'layers':[],'layers':[]}")]
    public void A_document_that_is_nothing_or_two_things_is_one_error(string json) =>
        Errors.Throws(ImageDiagnostics.InvalidManifest, () => ManifestReader.MediaTypeOf(Bytes(json), "application/json", "test"));

    [Theory]
    [InlineData("{'layers':[]}")]
    [InlineData("{'config':null,'layers':[]}")]
    [InlineData("{'config':5,'layers':[]}")]
    [InlineData("{'config':{},'layers':[]}")]
    [InlineData("{'config':CONFIG}")]
    [InlineData("{'config':CONFIG,'layers':{}}")]
    [InlineData("{'config':CONFIG,'layers':[null]}")]
    [InlineData("{'config':CONFIG,'layers':[5]}")]
    [InlineData("{'config':CONFIG,'layers':[{'mediaType':'application/vnd.oci.image.layer.v1.tar','digest':'sha256:x','size':1}]}")]
    [InlineData("{'config':CONFIG,'layers':[{'mediaType':'application/vnd.oci.image.layer.v1.tar','digest':'../../etc/passwd','size':1}]}")]
    [InlineData("{'config':CONFIG,'layers':[{'mediaType':'application/vnd.oci.image.layer.v1.tar','digest':'SHA','size':-1}]}")]
    [InlineData("{'config':CONFIG,'layers':[{'mediaType':'application/vnd.oci.image.layer.v1.tar','digest':'SHA','size':1.5}]}")]
    [InlineData("{'config':CONFIG,'layers':[{'mediaType':'application/vnd.oci.image.layer.v1.tar','digest':'SHA','size':'1'}]}")]
    [InlineData("{'config':CONFIG,'layers':[{'mediaType':'application/vnd.oci.image.layer.v1.tar','digest':'SHA','size':99999999999999999999}]}")]
    [InlineData("{'config':CONFIG,'layers':[{'mediaType':'application/vnd.oci.image.layer.v1.tar','digest':'SHA'}]}")]
    [InlineData("{'config':CONFIG,'layers':[{'digest':'SHA','size':1}]}")]
    public void A_broken_manifest_is_one_error(string json) => Errors.Throws(ImageDiagnostics.InvalidManifest, () => Read(json));

    [Theory]
    [InlineData("{'config':CONFIG,'layers':[{'mediaType':'text/plain','digest':'SHA','size':1}]}")]
    [InlineData("{'config':CONFIG,'layers':[{'mediaType':'application/vnd.oci.image.layer.v1.tar+gzip+x','digest':'SHA','size':1}]}")]
    [InlineData("{'config':{'mediaType':'application/vnd.cncf.helm.config.v1+json','digest':'SHA','size':1},'layers':[]}")]
    public void An_artifact_is_not_an_image(string json) => Errors.Throws(ImageDiagnostics.UnsupportedMediaType, () => Read(json));

    [Theory]
    [InlineData("application/vnd.docker.distribution.manifest.v1+json")]
    [InlineData("application/vnd.docker.distribution.manifest.v1+prettyjws")]
    [InlineData("application/json")]
    public void Other_documents_are_not_images(string mediaType) =>
        Errors.Throws(ImageDiagnostics.UnsupportedMediaType,
            () => ManifestReader.ReadManifest(Bytes("{}"), mediaType, ImageLimits.Default, "test"));

    [Theory]
    [InlineData("application/vnd.oci.image.layer.v1.tar", "None", false)]
    [InlineData("application/vnd.oci.image.layer.v1.tar+gzip", "Gzip", false)]
    [InlineData("application/vnd.oci.image.layer.v1.tar+zstd", "Zstd", false)]
    [InlineData("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip", "Gzip", true)]
    [InlineData("application/vnd.docker.image.rootfs.diff.tar.gzip", "Gzip", false)]
    [InlineData("application/vnd.docker.image.rootfs.diff.tar", "None", false)]
    [InlineData("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", "Gzip", true)]
    public void Layer_types_are_understood(string mediaType, string compression, bool foreign)
    {
        Assert.True(MediaTypes.TryReadLayer(mediaType, out var actual, out var isForeign));
        Assert.Equal((compression, foreign), (actual.ToString(), isForeign));
    }

    [Fact]
    public void Urls_annotations_and_platforms_survive_a_round_trip()
    {
        var entry = new Descriptor(MediaTypes.OciManifest,
            Digest.TryParse(Sha, out var digest, out _) ? digest : throw new FormatException(Sha), 5)
        {
            Platform = Platform.Parse("linux/arm/v7"),
            Annotations = new Dictionary<string, string> { ["k"] = "v" },
            Urls = ["https://a/b"],
        };
        var read = Assert.Single(ManifestReader.ReadIndex(ManifestWriter.Index(ImageFormat.Oci, [entry]), ImageLimits.Default, "test"));
        Assert.Equal((entry.Platform, "v", "https://a/b", entry.Digest, 5L),
            (read.Platform, read.Annotations["k"], read.Urls[0], read.Digest, read.Size));
    }

    [Fact]
    public void No_bytes_make_the_reader_fail_in_another_way() =>
        Prop.ForAll(
            Gen.Elements("{", "}", "[", "]", ",", ":", "\"layers\"", "\"config\"", "\"manifests\"", "\"mediaType\"", "\"digest\"",
                "\"size\"", "1", "null", "\"x\"", "{}", "[]").ListOf()
            .Select(parts => string.Concat(parts)).ToArbitrary(), text =>
        {
            foreach (var read in new Action[]
            {
                () => ManifestReader.MediaTypeOf(Encoding.UTF8.GetBytes(text), null, "x"),
                () => ManifestReader.ReadIndex(Encoding.UTF8.GetBytes(text), ImageLimits.Default, "x"),
                () => ManifestReader.ReadManifest(Encoding.UTF8.GetBytes(text), MediaTypes.OciManifest, ImageLimits.Default, "x"),
                () => ImageConfig.Read(Encoding.UTF8.GetBytes(text), ImageLimits.Default, "x"),
            })
            {
                try
                {
                    read();
                }
                catch (ImageException)
                {
                }
            }
            return true;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", true)]
    [InlineData("sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    [InlineData("sha256:0123", false)]
    [InlineData("sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0", false)]
    [InlineData("sha256-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    [InlineData("md5:d41d8cd98f00b204e9800998ecf8427e", false)]
    [InlineData("sha512:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Digests_are_strict(string? text, bool valid) => Assert.Equal(valid, Digest.TryParse(text, out _, out _));

    [Theory]
    [InlineData("linux/amd64", "linux/amd64", 4)]
    [InlineData("linux/amd64", "linux/arm64", 0)]
    [InlineData("linux/amd64", "windows/amd64", 0)]
    [InlineData("linux/arm64", "linux/arm64/v8", 4)]
    [InlineData("linux/arm64/v8", "linux/arm64", 4)]
    [InlineData("linux/arm/v7", "linux/arm/v7", 4)]
    [InlineData("linux/arm/v7", "linux/arm/v6", 0)]
    [InlineData("linux/arm", "linux/arm/v7", 3)]
    [InlineData("linux/arm", "linux/arm/v6", 2)]
    [InlineData("linux/amd64", "linux/amd64/v3", 1)]
    [InlineData("linux/amd64", "linux/amd64/v1", 4)]
    public void Platforms_fit(string wish, string offer, int fit) => Assert.Equal(fit, Platform.Parse(wish).Fit(Platform.Parse(offer)));

    [Theory]
    [InlineData("")]
    [InlineData("linux")]
    [InlineData("linux/")]
    [InlineData("/amd64")]
    [InlineData("Linux/amd64")]
    [InlineData("linux/amd64/v1/x")]
    [InlineData("linux amd64")]
    public void Wrong_platforms_are_one_error(string text) => Errors.Throws(ImageDiagnostics.InvalidPlatform, () => Platform.Parse(text));

    private static Manifest Read(string json) =>
        ManifestReader.ReadManifest(
            Bytes(json.Replace("CONFIG", Config, StringComparison.Ordinal).Replace("SHA", Sha, StringComparison.Ordinal)),
            MediaTypes.OciManifest, ImageLimits.Default, "test");

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json.Replace('\'', '"'));
}
