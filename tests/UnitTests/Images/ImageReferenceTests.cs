using MultiStage.Diagnostics;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

public class ImageReferenceTests
{
    private const string Sha = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("debian", "docker.io", "library/debian", "latest", null)]
    [InlineData("debian:12", "docker.io", "library/debian", "12", null)]
    [InlineData("user/app", "docker.io", "user/app", "latest", null)]
    [InlineData("docker.io/debian", "docker.io", "library/debian", "latest", null)]
    [InlineData("docker.io/library/debian", "docker.io", "library/debian", "latest", null)]
    [InlineData("index.docker.io/user/app:x", "docker.io", "user/app", "x", null)]
    [InlineData("registry-1.docker.io/debian", "docker.io", "library/debian", "latest", null)]
    [InlineData("localhost/app", "localhost", "app", "latest", null)]
    [InlineData("localhost:5000/app", "localhost:5000", "app", "latest", null)]
    [InlineData("localhost:5000/app:1", "localhost:5000", "app", "1", null)]
    [InlineData("127.0.0.1:5000/a/b/c:1", "127.0.0.1:5000", "a/b/c", "1", null)]
    [InlineData("[::1]:5000/app:1", "[::1]:5000", "app", "1", null)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0", "mcr.microsoft.com", "dotnet/aspnet", "10.0", null)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet", "mcr.microsoft.com", "dotnet/aspnet", "latest", null)]
    [InlineData("ghcr.io/o/r_n/x-y.z:V1_2-3.4", "ghcr.io", "o/r_n/x-y.z", "V1_2-3.4", null)]
    [InlineData("a__b/c--d:_", "docker.io", "a__b/c--d", "_", null)]
    [InlineData("debian@" + Sha, "docker.io", "library/debian", "", Sha)]
    [InlineData("debian:12@" + Sha, "docker.io", "library/debian", "12", Sha)]
    [InlineData("r.example:8443/x@" + Sha, "r.example:8443", "x", "", Sha)]
    [InlineData("debian:5000", "docker.io", "library/debian", "5000", null)]
    [InlineData("REGISTRY.example/app", "REGISTRY.example", "app", "latest", null)]
    public void Reads_what_users_write(string text, string registry, string repository, string? tag, string? digest)
    {
        var reference = WholeReference.Parse(text);
        Assert.Equal((registry, repository, tag, digest),
            (reference.Registry, reference.Repository, reference.Tag, reference.Digest?.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Debian")]
    [InlineData("docker.io/Debian")]
    [InlineData("debian:")]
    [InlineData("debian:.x")]
    [InlineData("debian:-x")]
    [InlineData("debian:a b")]
    [InlineData("debian:a:b")]
    [InlineData(":tag")]
    [InlineData("/app")]
    [InlineData("app/")]
    [InlineData("a//b")]
    [InlineData("localhost:5000/")]
    [InlineData("localhost:/app")]
    [InlineData("localhost:0/app")]
    [InlineData("localhost:65536/app")]
    [InlineData("localhost:99999/app")]
    [InlineData("localhost:abc/app")]
    [InlineData("https://mcr.microsoft.com/dotnet/aspnet")]
    [InlineData("debian@sha256:abc")]
    [InlineData("debian@md5:0123456789abcdef0123456789abcdef")]
    [InlineData("debian@sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("debian@")]
    [InlineData("debian@" + Sha + "@" + Sha)]
    [InlineData("a___b")]
    [InlineData("a_.b")]
    [InlineData("_a")]
    [InlineData("a_")]
    [InlineData(".a")]
    [InlineData("../etc/passwd")]
    [InlineData("a/../b")]
    [InlineData("r.example/a/%2e%2e")]
    [InlineData("r.example/a?x=y")]
    [InlineData("r.example/a#b")]
    [InlineData("r.exa mple/a")]
    [InlineData("r.example\n/a")]
    [InlineData("user@r.example/a")]
    [InlineData("-r.example/a")]
    [InlineData("r..example/a")]
    [InlineData("[::1/app")]
    [InlineData("[zz]:5000/app")]
    [InlineData("app:x\n")]
    [InlineData("app\n")]
    [InlineData("äpp")]
    public void Refuses_what_is_no_reference(string text) =>
        Errors.Throws(ImageDiagnostics.InvalidReference, () => WholeReference.Parse(text));

    [Fact]
    public void Refuses_long_tags_and_repositories()
    {
        _ = WholeReference.Parse("a:" + new string('t', 128));
        Errors.Throws(ImageDiagnostics.InvalidReference, () => WholeReference.Parse("a:" + new string('t', 129)));
        _ = WholeReference.Parse("x/" + new string('a', 253));
        Errors.Throws(ImageDiagnostics.InvalidReference, () => WholeReference.Parse("x/" + new string('a', 254)));
        Errors.Throws(ImageDiagnostics.InvalidReference, () => WholeReference.Parse(new string('a', 5000)));
    }

    [Theory]
    [InlineData("debian", "docker.io/library/debian:latest", "debian:latest")]
    [InlineData("user/app:1", "docker.io/user/app:1", "user/app:1")]
    [InlineData("localhost:5000/app", "localhost:5000/app:latest", "localhost:5000/app:latest")]
    [InlineData("debian:12@" + Sha, "docker.io/library/debian:12@" + Sha, "debian:12@" + Sha)]
    public void Writes_full_and_familiar_names(string text, string full, string familiar)
    {
        var reference = WholeReference.Parse(text);
        Assert.Equal((full, familiar), (reference.ToString(), reference.Familiar));
        Assert.Equal(reference, WholeReference.Parse(full));
        Assert.Equal(reference, WholeReference.Parse(familiar));
    }

    [Fact]
    public void A_digest_wins_over_a_tag() => Assert.Equal(Sha, WholeReference.Parse("debian:12@" + Sha).Locator);

    [Theory]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("x y")]
    [InlineData("../x")]
    public void A_new_tag_is_checked(string tag) =>
        Errors.Throws(ImageDiagnostics.InvalidReference, () => WholeReference.Parse("debian").At(tag));

    [Fact]
    public void A_message_names_the_value_and_the_reason()
    {
        var error = Errors.Throws(ImageDiagnostics.InvalidReference, () => WholeReference.Parse("Shop.Web/App"));
        Assert.Contains("'Shop.Web/App'", error.Message, StringComparison.Ordinal);
        Assert.Contains("upper-case", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Fix);
    }

    [Theory]
    [InlineData("scratch", typeof(BaseImageLocation.Scratch), null, null)]
    [InlineData("oci:out/layout", typeof(BaseImageLocation.Layout), "out/layout", null)]
    [InlineData("oci:out/layout:1.0", typeof(BaseImageLocation.Layout), "out/layout", "1.0")]
    [InlineData("oci-archive:/x/y.tar", typeof(BaseImageLocation.Archive), "/x/y.tar", null)]
    [InlineData("docker-archive:y.tar:app:1.0", typeof(BaseImageLocation.Archive), "y.tar", "app:1.0")]
    [InlineData(@"oci:C:\out:1.0", typeof(BaseImageLocation.Layout), @"C:\out", "1.0")]
    [InlineData("docker-archive:C:/x/y.tar", typeof(BaseImageLocation.Archive), "C:/x/y.tar", null)]
    [InlineData("debian:12", typeof(BaseImageLocation.Registry), null, null)]
    public void A_base_location_has_the_prefixes_of_skopeo(string text, Type kind, string? path, string? name)
    {
        var location = BaseImageLocation.Parse(text);
        Assert.IsType(kind, location);
        if (location is BaseImageLocation.Layout layout)
            Assert.Equal((path, name), (layout.Path, layout.Name));
        if (location is BaseImageLocation.Archive archive)
            Assert.Equal((path, name), (archive.Path, archive.Name));
    }
}
