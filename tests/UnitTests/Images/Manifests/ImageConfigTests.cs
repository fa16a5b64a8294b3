using System.Text;
using System.Text.Json.Nodes;
using MultiStage.Diagnostics;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

public class ImageConfigTests
{
    private static readonly ImageConfigChanges None = TestImages.NoChanges;

    [Fact]
    public void A_known_input_has_a_known_image()
    {
        var layer = new ImageLayer(Blob.Of(MediaTypes.OciLayer, "layer"u8.ToArray()), Digest.Of("tar"u8));
        var changes = new ImageConfigChanges
        {
            Created = new DateTimeOffset(2026, 1, 2, 5, 4, 5, 678, TimeSpan.FromHours(2)),
            Settings = new ImageSettings
            {
                Environment = [new("B", "2"), new("A", "ü+<>")],
                Entrypoint = ["dotnet", "Shop.Web.dll"],
                Arguments = ["--urls", "x"],
                User = new ImageUser("1654"),
                WorkingDirectory = InImage("/app"),
                Ports = [new(8443, "tcp"), new(8080, "tcp")],
                Volumes = [InImage("/data")],
                Labels = [new("z", "1"), new("a", "2")],
                StopSignal = "SIGTERM",
                Healthcheck = new Healthcheck(["CMD", "curl", "localhost"]) { Interval = TimeSpan.FromSeconds(5),
                    Timeout = TimeSpan.FromMilliseconds(1500), StartPeriod = TimeSpan.FromMinutes(1), Retries = 2 },
            },
            Author = "me",
        };
        var image = ImageBuilder.Build(BaseImage.Scratch(Platform.Parse("linux/arm64/v8")),
            [(layer, new LayerHistory("COPY app", "app"))], changes);
        Assert.Equal(
            """{"created":"2026-01-02T03:04:05Z","author":"me","architecture":"arm64","variant":"v8","os":"linux","config":{"User":"1654","ExposedPorts":{"8080/tcp":{},"8443/tcp":{}},"Env":["A=ü+<>","B=2"],"Entrypoint":["dotnet","Shop.Web.dll"],"Cmd":["--urls","x"],"Volumes":{"/data":{}},"WorkingDir":"/app","Labels":{"a":"2","z":"1"},"StopSignal":"SIGTERM","Healthcheck":{"Test":["CMD","curl","localhost"],"Interval":5000000000,"Timeout":1500000000,"StartPeriod":60000000000,"Retries":2}},"rootfs":{"type":"layers","diff_ids":["sha256:f07fa7a4ae2ccc6b50ce39d10c24a3a5b89b4a8b6ab6d2ee6d2b0d1d4d7b5b6c"]},"history":[{"created":"2026-01-02T03:04:05Z","created_by":"COPY app","comment":"app"}]}"""
                .Replace("sha256:f07fa7a4ae2ccc6b50ce39d10c24a3a5b89b4a8b6ab6d2ee6d2b0d1d4d7b5b6c", Digest.Of("tar"u8).ToString(),
                    StringComparison.Ordinal),
            Text(image.Config));
        Assert.Equal("sha256:91878bc8623153259b799370ea68a3f765c60aed3d0b52d17c7359577d096fc8", image.Digest.ToString());
    }

    [Fact]
    public void An_image_of_scratch_without_anything_is_valid()
    {
        var image = ImageBuilder.Build(BaseImage.Scratch(Platform.LinuxAmd64), [], None);
        Assert.Equal(
            """{"created":"1970-01-01T00:00:00Z","architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[]},"history":[]}""", Text(image.Config));
        Assert.Equal(
            $$"""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{image.Config.Descriptor.Digest}}","size":{{image.Config.Descriptor.Size}}},"layers":[]}""",
            Text(image.Manifest));
    }

    [Fact]
    public void Without_changes_the_base_stays_in_every_member()
    {
        var merged =
            Merge("""{"config":{"Env":["PATH=/bin"],"Cmd":["sh"],"User":"x","OnBuild":["RUN x"],"ArgsEscaped":true,"Shell":["/bin/sh"]},"os.version":"10.0.1","moby.buildkit.x":{"y":[1,2.50,1e3]},"docker_version":"20"}""", None);
        Assert.Equal("""{"User":"x","Env":["PATH=/bin"],"Cmd":["sh"],"OnBuild":["RUN x"],"ArgsEscaped":true,"Shell":["/bin/sh"]}""",
            merged["config"]!.ToJsonString());
        Assert.Equal("10.0.1", (string?)merged["os.version"]);
        Assert.Equal("""{"y":[1,2.50,1e3]}""", merged["moby.buildkit.x"]!.ToJsonString());
        Assert.Equal("20", (string?)merged["docker_version"]);
    }

    [Theory]
    [InlineData("'Env':['A=1','B=2']", "B=3;C=4", "'A=1','B=3','C=4'")]
    [InlineData("'Env':['A=1']", "", "'A=1'")]
    [InlineData("'Env':null", "A=1", "'A=1'")]
    [InlineData("'X':1", "B=1;A=2", "'A=2','B=1'")]
    [InlineData("'Env':['A=1','A=2']", "A=3", "'A=3'")]
    [InlineData("'Env':['A']", "A=3", "'A=3'")]
    [InlineData("'Env':['A=x=y']", "B=p=q", "'A=x=y','B=p=q'")]
    [InlineData("'Env':['a=1']", "A=2", "'a=1','A=2'")]
    public void Environment_is_merged(string config, string changes, string expected)
    {
        var environment = changes.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .Select(pair => new NameValue(pair[0], pair[1])).ToList();
        var merged = Merge("{'config':{" + config + "}}", Says(new ImageSettings { Environment = environment }));
        Assert.Equal(("[" + expected + "]").Replace('\'', '"'), merged["config"]!["Env"]!.ToJsonString());
    }

    [Fact]
    public void A_new_entrypoint_drops_the_command_of_the_base()
    {
        var config = "{'config':{'Entrypoint':['old'],'Cmd':['arg']}}";
        Assert.Equal("""{"Entrypoint":["new"]}""",
            Merge(config, Says(new ImageSettings { Entrypoint = ["new"] }))["config"]!.ToJsonString());
        Assert.Equal("""{"Entrypoint":["new"],"Cmd":["x"]}""",
            Merge(config, Says(new ImageSettings { Entrypoint = ["new"], Arguments = ["x"] }))["config"]!.ToJsonString());
        Assert.Equal("""{"Entrypoint":["old"],"Cmd":["x"]}""",
            Merge(config, Says(new ImageSettings { Arguments = ["x"] }))["config"]!.ToJsonString());
        Assert.Equal("""{"Entrypoint":[]}""", Merge(config, Says(new ImageSettings { Entrypoint = [] }))["config"]!.ToJsonString());
    }

    [Fact]
    public void Ports_volumes_and_labels_are_added_in_order()
    {
        var merged = Merge("{'config':{'ExposedPorts':{'80/tcp':{}},'Volumes':{'/z':{}},'Labels':{'b':'1','c':'2'}}}",
            Says(new ImageSettings
        {
            Ports = [new(8080, "tcp"), new(443, "tcp"), new(80, "tcp")],
            Volumes = [InImage("/a")],
            Labels = [new("c", "3"), new("a", "0")],
        }));
        Assert.Equal(
            """{"ExposedPorts":{"443/tcp":{},"80/tcp":{},"8080/tcp":{}},"Volumes":{"/a":{},"/z":{}},"Labels":{"a":"0","b":"1","c":"3"}}""",
            merged["config"]!.ToJsonString());
    }

    [Theory]
    [InlineData("[]", 2, 2)]
    [InlineData("null", 2, 2)]
    [InlineData("[{'created_by':'a'}]", 2, 2)]
    [InlineData("[{'created_by':'a'},{'created_by':'b'}]", 2, 2)]
    [InlineData("[{'created_by':'a'},{'created_by':'e','empty_layer':true},{'created_by':'b'}]", 2, 3)]
    [InlineData("[{'created_by':'e','empty_layer':true}]", 1, 2)]
    public void Each_layer_has_a_line_of_history(string history, int layers, int lines)
    {
        var ids = string.Join(',', Enumerable.Range(0, layers).Select(i => "'" + Digest.Of([(byte)i]) + "'"));
        var source =
            ImageConfig.Read(
                Encoding.UTF8.GetBytes("{'os':'linux','architecture':'amd64','rootfs':{'type':'layers','diff_ids':[IDS]},'history':HISTORY}"
            .Replace("IDS", ids, StringComparison.Ordinal).Replace("HISTORY", history, StringComparison.Ordinal)
            .Replace('\'', '"')), ImageLimits.Default, "test");
        var merged = JsonNode.Parse(ImageConfigWriter.Write(source, None, [(Digest.Of("x"u8), new LayerHistory("mine"))]))!;
        Assert.Equal(lines + 1, merged["history"]!.AsArray().Count);
        Assert.Equal("mine", (string?)merged["history"]![lines]!["created_by"]);
        Assert.Equal(layers + 1, merged["rootfs"]!["diff_ids"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("'x'")]
    [InlineData("{}")]
    [InlineData("{'rootfs':{}}")]
    [InlineData("{'rootfs':{'diff_ids':null}}")]
    [InlineData("{'rootfs':{'diff_ids':['x']}}")]
    [InlineData("{'rootfs':{'diff_ids':[5]}}")]
    [InlineData("{'rootfs':{'diff_ids':[null]}}")]
    [InlineData("{'rootfs':{'diff_ids':[]},'config':5}")]
    [InlineData("{'rootfs':{'diff_ids':[]},'history':{}}")]
    [InlineData("{'rootfs':{'diff_ids':[]},'rootfs':{'diff_ids':[]}}")]
    public void A_broken_configuration_is_one_error(string json) =>
        Errors.Throws(ImageDiagnostics.InvalidConfig,
            () => ImageConfig.Read(Encoding.UTF8.GetBytes(json.Replace('\'', '"')), ImageLimits.Default, "test"));

    [Fact]
    public void Very_deep_JSON_is_one_error() =>
        Errors.Throws(ImageDiagnostics.InvalidConfig,
            () => ImageConfig.Read(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))),
                ImageLimits.Default, "test"));

    [Theory]
    [InlineData("{'config':{'Env':'x','Labels':[],'ExposedPorts':5}}")]
    [InlineData("{'config':{'Env':[1,null,{}],'Labels':null}}")]
    public void Members_of_a_wrong_kind_do_not_stop_the_merge(string json)
    {
        var merged = Merge(json,
            Says(new ImageSettings { Environment = [new("A", "1")], Labels = [new("l", "1")], Ports = [new(80, "tcp")] }));
        Assert.Equal("""["A=1"]""", merged["config"]!["Env"]!.ToJsonString());
    }

    [Fact]
    public void Both_formats_have_their_own_types()
    {
        var layer = TestImages.Noise(10);
        foreach (var (from, to) in new[] { (ImageFormat.Docker, ImageFormat.Oci), (ImageFormat.Oci, ImageFormat.Docker),
            (ImageFormat.Oci, ImageFormat.Oci) })
        {
            var image = ImageBuilder.Build(TestImages.Base(from, layer), [], None, to);
            var read = ManifestReader.ReadManifest(Encoding.UTF8.GetBytes(Text(image.Manifest)), MediaTypes.Manifest(to),
                ImageLimits.Default, "test");
            Assert.Equal((MediaTypes.Config(to), MediaTypes.Layer(to, LayerCompression.Gzip), Digest.Of(layer)),
                (read.Config.MediaType, read.Layers[0].MediaType, read.Layers[0].Digest));
        }
        Assert.Equal(ImageFormat.Docker, ImageBuilder.Build(TestImages.Base(ImageFormat.Docker, layer), [], None).Format);
    }

    [Fact]
    public void Zstd_layers_pass_through_and_do_not_fit_into_Docker_manifests()
    {
        var source = TestImages.Base(ImageFormat.Oci, TestImages.Noise(10));
        var zstd =
            source.Layers[
                0] with { Blob =
                    source.Layers[0].Blob.As(source.Layers[0].Blob.Descriptor with { MediaType = MediaTypes.OciLayer + "+zstd" }) };
        source = source with { Layers = [zstd] };
        Assert.Equal(MediaTypes.OciLayer + "+zstd", ImageBuilder.Build(source, [], None).Layers[0].Blob.Descriptor.MediaType);
        Errors.Throws(ImageDiagnostics.FormatCannotHold, () => ImageBuilder.Build(source, [], None, ImageFormat.Docker));
    }

    [Fact]
    public void Annotations_are_sorted_and_only_in_OCI()
    {
        var annotations = new Dictionary<string, string> { ["b"] = "1", ["a"] = "2" };
        Assert.EndsWith(""","annotations":{"a":"2","b":"1"}}""",
            Text(ImageBuilder.Build(BaseImage.Scratch(Platform.LinuxAmd64), [], None, null, annotations).Manifest),
            StringComparison.Ordinal);
        Assert.DoesNotContain("annotations",
            Text(ImageBuilder.Build(BaseImage.Scratch(Platform.LinuxAmd64), [], None, ImageFormat.Docker, annotations).Manifest),
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_is_sorted_by_platform()
    {
        var images = new[] { "linux/arm64", "linux/amd64",
            "linux/arm/v7" }.Select(p => ImageBuilder.Build(BaseImage.Scratch(Platform.Parse(p)), [], None)).ToList();
        var set = ImageSet.IndexOf(images);
        Assert.Equal(set.Digest, ImageSet.IndexOf(images.AsEnumerable().Reverse()).Digest);
        Assert.Equal(["linux/amd64", "linux/arm/v7", "linux/arm64"],
            ManifestReader.ReadIndex(Encoding.UTF8.GetBytes(Text(set.Top)), ImageLimits.Default, "x")
                .Select(entry => entry.Platform!.ToString()));
        Assert.Equal(MediaTypes.OciIndex, set.Top.Descriptor.MediaType);
        var docker = images.Select(image => ImageBuilder.Build(BaseImage.Scratch(image.Platform), [], None, ImageFormat.Docker));
        Assert.Equal(MediaTypes.DockerIndex, ImageSet.IndexOf(docker).Top.Descriptor.MediaType);
        Assert.Equal(MediaTypes.OciIndex, ImageSet.IndexOf(docker.Append(images[0])).Top.Descriptor.MediaType);
    }

    private static ImageConfigChanges Says(ImageSettings settings) => None with { Settings = settings };

    private static JsonNode Merge(string json, ImageConfigChanges changes)
    {
        var text = json.Replace('\'', '"');
        var document = (JsonObject)JsonNode.Parse(text)!;
        document["rootfs"] ??= new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray() };
        var source = ImageConfig.Read(Encoding.UTF8.GetBytes(document.ToJsonString()), ImageLimits.Default, "test");
        return JsonNode.Parse(ImageConfigWriter.Write(source, changes, []))!;
    }

    private static string Text(Blob blob) => Encoding.UTF8.GetString(blob.ReadAllAsync().GetAwaiter().GetResult());
}
