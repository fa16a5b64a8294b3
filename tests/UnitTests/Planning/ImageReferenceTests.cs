using MultiStage.Diagnostics;
using MultiStage.Planning.Images;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning;

public sealed class ImageReferenceTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("alpine", "", "alpine", "", "")]
    [InlineData("alpine:3", "", "alpine", "3", "")]
    [InlineData("library/alpine:3.20", "", "library/alpine", "3.20", "")]
    [InlineData("docker.io/library/alpine", "docker.io", "library/alpine", "", "")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0", "mcr.microsoft.com", "dotnet/aspnet", "10.0", "")]
    [InlineData("localhost/a", "localhost", "a", "", "")]
    [InlineData("localhost:5000/a/b:c", "localhost:5000", "a/b", "c", "")]
    [InlineData("myhost:5000/a", "myhost:5000", "a", "", "")]
    [InlineData("127.0.0.1:5000/a", "127.0.0.1:5000", "a", "", "")]
    [InlineData("[::1]:5000/a", "[::1]:5000", "a", "", "")]
    [InlineData("[2001:db8::1]/a", "[2001:db8::1]", "a", "", "")]
    [InlineData("REGISTRY.example/a", "REGISTRY.example", "a", "", "")]
    [InlineData("a/b/c/d/e", "", "a/b/c/d/e", "", "")]
    [InlineData("a-b--c_d__e.f", "", "a-b--c_d__e.f", "", "")]
    [InlineData("a:_tag", "", "a", "_tag", "")]
    [InlineData("a:T.a-g_1", "", "a", "T.a-g_1", "")]
    [InlineData("a@" + Digest, "", "a", "", Digest)]
    [InlineData("a:1@" + Digest, "", "a", "1", Digest)]
    [InlineData("host/a", "", "host/a", "", "")]
    [InlineData("a:5000", "", "a", "5000", "")]
    public void A_reference_is_split(string text, string registry, string repository, string tag, string digest)
    {
        Assert.True(ImageReference.TryParse(text, out var reference));
        Assert.Equal((registry, repository, tag, digest),
            (reference.Registry, reference.Repository, reference.Tag, reference.Digest?.ToString() ?? ""));
        Assert.Equal(text, reference.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("a:")]
    [InlineData("a@")]
    [InlineData("a@sha256:123")]
    [InlineData("a@md5:0123456789abcdef0123456789abcdef")]
    [InlineData(":1")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a..b")]
    [InlineData("a___b")]
    [InlineData("a._b")]
    [InlineData("a:-x")]
    [InlineData("a:.x")]
    [InlineData("a:x y")]
    [InlineData("a:b:c")]
    [InlineData("https://a.b/c")]
    [InlineData("localhost:x/a")]
    [InlineData("a\n")]
    [InlineData("a:1\n")]
    [InlineData("a:1 AS x")]
    [InlineData("$BASE")]
    [InlineData("é")]
    [InlineData("a:\u0661")]
    [InlineData("[::1/a")]
    public void Other_texts_are_no_reference(string text) => Assert.False(ImageReference.TryParse(text, out _));

    [Fact]
    public void No_text_with_white_space_quote_or_dollar_is_a_reference() => Law.Holds(Generators.Text, text =>
    {
        if (ImageReference.TryParse(text, out var reference))
        {
            Assert.DoesNotMatch(@"[\s""'$#\\<>&|;`]", text);
            Assert.Equal(text, reference.ToString());
        }
    }, 2000);

    [Theory]
    [InlineData("1.0.0", true)]
    [InlineData("latest", true)]
    [InlineData("_", true)]
    [InlineData("A-._z", true)]
    [InlineData("", false)]
    [InlineData(".a", false)]
    [InlineData("-a", false)]
    [InlineData("a+b", false)]
    [InlineData("a/b", false)]
    [InlineData("a:b", false)]
    [InlineData("a\n", false)]
    public void Tags_follow_their_grammar(string tag, bool expected) => Assert.Equal(expected, ImageGrammar.IsTag(tag));

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_tag_has_at_most_128_characters(int length, bool expected) =>
        Assert.Equal(expected, ImageGrammar.IsTag(new string('a', length)));

    [Theory]
    [InlineData("hello-web", true)]
    [InlineData("team/hello", true)]
    [InlineData("Hello", false)]
    [InlineData("a b", false)]
    [InlineData("a/", false)]
    [InlineData("a:b", false)]
    [InlineData("", false)]
    [InlineData("_a", false)]
    [InlineData("größe", false)]
    public void Repositories_follow_their_grammar(string repository, bool expected) =>
        Assert.Equal(expected, ImageGrammar.IsRepository(repository));

    [Theory]
    [InlineData("", "", "latest")]
    [InlineData("1", "", "1")]
    [InlineData("", "1;2", "1 2")]
    [InlineData("", " 1 ; 2 ;; ", "1 2")]
    [InlineData("", "1;1", "1 1")]
    public void Tags_come_from_either_property(string tag, string tags, string expected) =>
        Assert.Equal(expected, string.Join(' ', ImageNames.Tags(tag, tags)));

    [Theory]
    [InlineData("1", "2", "MST2008")]
    [InlineData("a b", "", "MST2002")]
    [InlineData("", "a;b c", "MST2002")]
    [InlineData("-", "", "MST2002")]
    public void Wrong_tags_are_refused(string tag, string tags, string code) =>
        Assert.Equal(code, Assert.Throws<ContainerException>(() => ImageNames.Tags(tag, tags)).Descriptor.Code);

    [Theory]
    [InlineData("", "hello", "1;2", "final", "hello:1 hello:2")]
    [InlineData("localhost:5000", "hello", "1", "final", "localhost:5000/hello:1")]
    [InlineData("r.example/team/", "hello", "1", "final", "r.example/team/hello:1")]
    [InlineData("", "hello", "1", "publish", "hello:1-publish")]
    [InlineData("", "hello", "1;1", "final", "hello:1")]
    public void Names_are_put_together(string registry, string repository, string tags, string target, string expected) =>
        Assert.Equal(expected, string.Join(' ', ImageNames.For(registry, repository, tags.Split(';'), target)));

    [Theory]
    [InlineData("", "Hello", "MST2006")]
    [InlineData("", "a b", "MST2006")]
    [InlineData("https://r.example", "hello", "MST2005")]
    [InlineData("a b", "hello", "MST2005")]
    public void Wrong_names_are_refused(string registry, string repository, string code) =>
        Assert.Equal(code, Assert.Throws<ContainerException>(() => ImageNames.For(registry, repository, ["1"], "final")).Descriptor.Code);

    [Theory]
    [InlineData("linux-x64", "linux/amd64")]
    [InlineData("linux-arm64", "linux/arm64")]
    [InlineData("linux-musl-arm64", "linux/arm64")]
    [InlineData("linux-musl-x64", "linux/amd64")]
    [InlineData("linux-arm", "linux/arm/v7")]
    [InlineData("linux-x86", "linux/386")]
    [InlineData("linux-s390x", "linux/s390x")]
    [InlineData("linux-ppc64le", "linux/ppc64le")]
    [InlineData("linux-riscv64", "linux/riscv64")]
    public void A_runtime_identifier_has_a_platform(string runtimeIdentifier, string platform) =>
        Assert.Equal(platform, PlatformName.Of(runtimeIdentifier));
}
