using MultiStage.Diagnostics;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

public class RedirectRulesTests
{
    [Theory]
    [InlineData("https://r.io/v2/a/blobs/x", "https://cdn.example/y?sig=1", "https://cdn.example/y?sig=1")]
    [InlineData("https://r.io/v2/a/blobs/x", "/other", "https://r.io/other")]
    [InlineData("https://r.io/v2/a/blobs/x", "y", "https://r.io/v2/a/blobs/y")]
    [InlineData("https://r.io/v2/a", "//cdn.example/y", "https://cdn.example/y")]
    [InlineData("http://localhost:5000/v2/a", "http://localhost:5000/b", "http://localhost:5000/b")]
    [InlineData("http://localhost:5000/v2/a", "https://cdn.example/b", "https://cdn.example/b")]
    public void Reads_follow(string from, string location, string expected) =>
        Assert.Equal(expected, RedirectRules.Follow("r.io", new Uri(from), new Uri(location, UriKind.RelativeOrAbsolute)).ToString());

    [Theory]
    [InlineData("https://r.io/a", "http://r.io/a")]
    [InlineData("https://r.io/a", "http://cdn.example/a")]
    [InlineData("https://r.io/a", "ftp://cdn.example/a")]
    [InlineData("https://r.io/a", "file:///etc/passwd")]
    [InlineData("https://r.io/a", "javascript:alert(1)")]
    [InlineData("https://r.io/a", "https://user@cdn.example/a")]
    public void Reads_do_not_follow_to_less_safe_places(string from, string location) =>
        Errors.Throws(ImageDiagnostics.RedirectRefused,
            () => RedirectRules.Follow("r.io", new Uri(from), new Uri(location, UriKind.RelativeOrAbsolute)));

    [Theory]
    [InlineData("https://r.io/v2/a/blobs/uploads/", "/v2/a/blobs/uploads/1?s=2", "https://r.io/v2/a/blobs/uploads/1?s=2")]
    [InlineData("https://r.io/v2/", "https://r.io/x", "https://r.io/x")]
    [InlineData("https://r.io/v2/", "https://R.IO/x", "https://r.io/x")]
    [InlineData("https://r.io/v2/", "https://r.io:443/x", "https://r.io/x")]
    [InlineData("https://r.io/v2/", "http://r.io/x", "https://r.io/x")]
    [InlineData("https://r.io:8443/v2/", "http://r.io:8443/x", "https://r.io:8443/x")]
    [InlineData("http://localhost:5000/v2/", "http://localhost:5000/x", "http://localhost:5000/x")]
    public void Uploads_stay_at_the_registry(string from, string location, string expected) =>
        Assert.Equal(expected, RedirectRules.Upload("r.io", new Uri(from), new Uri(location, UriKind.RelativeOrAbsolute)).ToString());

    [Theory]
    [InlineData("https://r.io/v2/", "https://other.io/x")]
    [InlineData("https://r.io/v2/", "https://r.io:444/x")]
    [InlineData("https://r.io/v2/", "http://r.io:5000/x")]
    [InlineData("https://r.io/v2/", "http://169.254.169.254/latest")]
    [InlineData("https://r.io/v2/", "//other.io/x")]
    [InlineData("https://r.io/v2/", "https://r.io.evil.example/x")]
    [InlineData("https://r.io/v2/", "https://r.io@evil.example/x")]
    [InlineData("http://localhost:5000/v2/", "http://localhost:5001/x")]
    [InlineData("http://localhost:5000/v2/", "http://127.0.0.1:5000/x")]
    public void Uploads_go_nowhere_else(string from, string location) =>
        Errors.Throws(ImageDiagnostics.RedirectRefused,
            () => RedirectRules.Upload("r.io", new Uri(from), new Uri(location, UriKind.RelativeOrAbsolute)));

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("localhost:5000", true)]
    [InlineData("LOCALHOST:5000", true)]
    [InlineData("127.0.0.1:5000", true)]
    [InlineData("127.8.9.1", true)]
    [InlineData("[::1]:5000", true)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("10.0.0.1:5000", false)]
    [InlineData("docker.io", false)]
    [InlineData("[::2]:5000", false)]
    public void Only_this_machine_is_loopback(string registry, bool expected) => Assert.Equal(expected, RegistryHost.IsLoopback(registry));

    [Theory]
    [InlineData("r.io", "r.io", true)]
    [InlineData("r.io:5000", "r.io", false)]
    [InlineData("r.io", "x.io;r.io", true)]
    [InlineData("r.io", " x.io , R.IO ", true)]
    [InlineData("sub.r.io", "r.io", false)]
    [InlineData("r.io", "", false)]
    public void Insecure_registries_are_those_that_are_listed(string registry, string variable, bool expected) =>
        Assert.Equal(expected,
            new InsecureRegistries(
                new RegistryOptions { Environment = name => name == "DOTNET_CONTAINER_INSECURE_REGISTRIES" ? variable : null }).Contains(
                    registry, "any/thing"));

    [Theory]
    [InlineData("https://r.io/a?sig=secret#frag", "https://r.io/a")]
    [InlineData("https://user:secret@r.io/a", "https://r.io/a")]
    [InlineData("http://localhost:5000/v2/", "http://localhost:5000/v2/")]
    public void Addresses_in_messages_have_no_secrets(string address, string expected) =>
        Assert.Equal(expected, RegistrySecrets.Url(new Uri(address)));

    [Theory]
    [InlineData("a hunter22 b", "a *** b")]
    [InlineData("aHVudGVyMjI=", "***")]
    [InlineData("two\nlines", "two lines")]
    [InlineData("\u202Eabc\u0007", "abc")]
    public void Texts_are_scrubbed(string text, string expected)
    {
        var secrets = new RegistrySecrets();
        secrets.Add("hunter22");
        secrets.Add("abc");
        Assert.Equal(expected, secrets.Scrub(text));
    }

    [Fact]
    public void Long_texts_are_cut() => Assert.Equal(301, new RegistrySecrets().Scrub(new string('x', 10_000)).Length);
}
