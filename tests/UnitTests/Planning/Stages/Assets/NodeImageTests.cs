using MultiStage.Diagnostics;
using MultiStage.Planning.Features.Assets;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning.Stages.Assets;

/// <summary>Which Node builds a front end.</summary>
public sealed class NodeImageTests
{
    [Theory]
    [InlineData("24", 24)]
    [InlineData("20", 20)]
    [InlineData("v20", 20)]
    [InlineData("20.x", 20)]
    [InlineData("20.X.x", 20)]
    [InlineData("20.*", 20)]
    [InlineData("*", 24)]
    [InlineData("", 24)]
    [InlineData("x", 24)]
    [InlineData(">=18", 24)]
    [InlineData(">= 18", 24)]
    [InlineData(">=18.0.0", 24)]
    [InlineData(">=18 <21", 20)]
    [InlineData(">=18.17.0 <23", 22)]
    [InlineData(">18", 24)]
    [InlineData(">22", 24)]
    [InlineData(">24", 25)]
    [InlineData(">=26", 26)]
    [InlineData("<20", 18)]
    [InlineData("<=20", 20)]
    [InlineData("<=20.5", 18)]
    [InlineData("^18.17.0", 18)]
    [InlineData("^20", 20)]
    [InlineData("^23.1.0", 23)]
    [InlineData("~22.3", 22)]
    [InlineData("~22.3.1", 22)]
    [InlineData("~> 20", 20)]
    [InlineData("22.11.0", 22)]
    [InlineData("v22.11.0", 22)]
    [InlineData("=22.11.0", 22)]
    [InlineData("22.11.0+build", 22)]
    [InlineData("22.0.0-rc.1", 22)]
    [InlineData("17.0.0-rc.1 <=19", 17)]
    [InlineData(">=18.0.0-0 <23.0.0-0", 22)]
    [InlineData(">=20.9 <=20.9", 20)]
    [InlineData(">18.9.0 <18.20", 18)]
    [InlineData("\t>=  18\u00a0<\n21 ", 20)]
    [InlineData("^18 || ^20", 20)]
    [InlineData("^18.18.0 || ^20.9.0 || >=21.1.0", 24)]
    [InlineData("16 || 18", 18)]
    [InlineData("^14||^16", 16)]
    [InlineData("18 - 22", 22)]
    [InlineData("18.1.0 - 20.3", 18)]
    [InlineData("12", 12)]
    [InlineData(">=8 <9", 8)]
    [InlineData(">=22 <20", null)]
    [InlineData("latest and greatest", null)]
    [InlineData(">=18; rm -rf /", null)]
    [InlineData("^", null)]
    [InlineData("18-20", null)]
    [InlineData(">=18, <20", null)]
    [InlineData("18 || banana", null)]
    [InlineData("999999", 999999)]
    [InlineData("1000000", null)]
    [InlineData("99999999999", null)]
    [InlineData("99999999999999999999999999999999999999999", null)]
    public void A_range_gives_one_major(string range, int? major) => Assert.Equal(major, NodeImage.OfRange(range));

    [Theory]
    [InlineData("22", 22)]
    [InlineData("v20.11.1\n", 20)]
    [InlineData("# ours\n18 # old\n", 18)]
    [InlineData("lts/*", 24)]
    [InlineData("lts/jod", 22)]
    [InlineData("lts/Iron", 20)]
    [InlineData("hydrogen", 18)]
    [InlineData("node", 24)]
    [InlineData("stable", 24)]
    [InlineData("\n", 16)]
    public void A_file_for_version_managers_comes_before_package_json(string text, int major)
    {
        foreach (var file in new[] { ".nvmrc", ".node-version" })
            Assert.Equal(major, Major(">=16 <17", (file, text)));
    }

    [Fact]
    public void Without_a_word_about_it_the_default_is_taken() => Assert.Equal(NodeImage.DefaultMajor, Major(""));

    [Theory]
    [InlineData(".nvmrc", "banana", "")]
    [InlineData(".node-version", ">=x.y", "")]
    [InlineData("engines.node of package.json", "the newest", "the newest")]
    public void What_is_no_version_is_an_error_that_names_its_place(string place, string text, string range)
    {
        var exception = Assert.Throws<ContainerException>(() => range.Length > 0 ? Major(range) : Major("", (place, text)));
        Assert.Equal("MST5505", exception.Descriptor.Code);
        Assert.Contains(place, exception.Message, StringComparison.Ordinal);
        Assert.Contains(text, exception.Message, StringComparison.Ordinal);
        Assert.Contains("ClientApp", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "docker.io/library/node:24-slim")]
    [InlineData("mirror.example/hub", "", "mirror.example/hub/library/node:24-slim")]
    [InlineData("mirror.example:5000/", "", "mirror.example:5000/library/node:24-slim")]
    [InlineData("mirror.example", "registry.example/node:20", "registry.example/node:20")]
    [InlineData("", "node:22-alpine", "node:22-alpine")]
    public void The_image_comes_from_Docker_Hub_a_mirror_or_the_project(string mirror, string own, string image) =>
        Assert.Equal(image,
            NodeImage.Resolve(FrontEnds.Npm(), new PackageJson("", "", []),
                Models.Options with { HubRegistry = mirror, BaseRegistry = "mcr.example",
                    Items = new() { Assets = new() { NodeImage = own } } }));

    [Fact]
    public void An_own_image_that_is_none_is_an_error() =>
        Assert.Equal("MST2005",
            Assert.Throws<ContainerException>(
                () => FrontEnds.Plan(FrontEnds.Npm(),
                    options =>
                        options with { Items =
                            options.Items with { Assets = options.Items.Assets with { NodeImage = "Not An Image" } } })).Descriptor.Code);

    private static int Major(string range, params (string Name, string? Text)[] files) =>
        NodeImage.Major(FrontEnds.Npm(files), new PackageJson(range, "", []));
}
