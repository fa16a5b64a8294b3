using MultiStage.Diagnostics;
using MultiStage.Planning.Kinds;
using MultiStage.Planning.Options;

namespace MultiStage.UnitTests.Planning.StaticSites;

public sealed class SiteSettingsTests
{
    [Theory]
    [InlineData("", "index.html")]
    [InlineData("true", "index.html")]
    [InlineData("false", "")]
    [InlineData("False", "")]
    [InlineData("none", "")]
    [InlineData("app.html", "app.html")]
    [InlineData("/app.html", "app.html")]
    [InlineData(" deep\\er/app 1.html ", "deep/er/app 1.html")]
    public void The_page_for_unknown_paths_is_read(string value, string expected) =>
        Assert.Equal(expected, SiteRules.Settings(new SiteOptions { Fallback = value }, []).Fallback);

    [Theory]
    [InlineData("../secret.html")]
    [InlineData("a/../../b.html")]
    [InlineData("a//b.html")]
    [InlineData("index")]
    [InlineData("index.html; return 200 x")]
    [InlineData("$uri.html")]
    [InlineData("a\nb.html")]
    [InlineData("\"a.html")]
    public void A_page_that_is_none_is_an_error(string value) =>
        Refused("ContainerSpaFallback", () => SiteRules.Settings(new SiteOptions { Fallback = value }, []));

    [Theory]
    [InlineData("/assets/*", "/assets/*")]
    [InlineData("assets/*", "/assets/*")]
    [InlineData(" fonts\\*.woff2 ", "/fonts/*.woff2")]
    [InlineData("/a/*/b-*.js", "/a/*/b-*.js")]
    public void Patterns_are_read(string pattern, string expected) =>
        Assert.Equal([expected], SiteRules.Settings(new SiteOptions { ImmutableFiles = [pattern] }, []).ImmutableFiles);

    [Theory]
    [InlineData("*")]
    [InlineData("/*")]
    [InlineData("/**/*")]
    [InlineData("/")]
    [InlineData("/a b")]
    [InlineData("/a;b")]
    [InlineData("/a{b}")]
    [InlineData("/(a|b)")]
    [InlineData("/a?")]
    [InlineData("/a\nb")]
    public void A_pattern_that_is_none_or_matches_everything_is_an_error(string pattern) =>
        Refused("ContainerImmutableFiles", () => SiteRules.Settings(new SiteOptions { ImmutableFiles = [pattern] }, []));

    [Fact]
    public void The_default_headers_can_be_replaced_and_removed()
    {
        Assert.Equal(["Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options"], Names());
        Assert.Equal(["Referrer-Policy", "X-Content-Type-Options"], Names(new NameValue("x-frame-options", "")));
        Assert.Equal(["A", "Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options"],
            Names(new NameValue("A", "1"), new NameValue("a", "2"), new NameValue("A", "3")));
        Assert.Equal("no-referrer",
            SiteRules.Settings(new SiteOptions { Headers = [new("Referrer-Policy", " no-referrer ")] }, []).Headers[0].Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("X Y")]
    [InlineData("X:")]
    [InlineData("X\nY")]
    [InlineData("Ä")]
    [InlineData("X;")]
    [InlineData("Cache-Control")]
    [InlineData("etag")]
    [InlineData("content-type")]
    public void A_header_with_a_name_that_it_cannot_have_is_an_error(string name) =>
        Refused("ContainerResponseHeader", () => Names(new NameValue(name, "x")));

    [Theory]
    [InlineData("a\nSet-Cookie: x")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    [InlineData("a\tb")]
    public void A_header_with_control_characters_is_an_error(string value) =>
        Refused("ContainerResponseHeader", () => Names(new NameValue("X", value)));

    [Theory]
    [InlineData("", "8080")]
    [InlineData("9090/udp", "8080")]
    [InlineData("443/,80/tcp,53/udp", "80+443")]
    public void Ports_are_those_that_nginx_can_listen_on(string ports, string expected) =>
        Assert.Equal(expected,
            SiteRules.Settings(new SiteOptions(),
                ports.Split(',', StringSplitOptions.RemoveEmptyEntries)
                    .Select(port => new PortOption(port.Split('/')[0], port.Split('/')[1]))).PortsText);

    private static IEnumerable<string> Names(params NameValue[] headers) =>
        SiteRules.Settings(new SiteOptions { Headers = headers }, []).Headers.Select(header => header.Name);

    private static void Refused(string name, Func<object> read)
    {
        var exception = Assert.Throws<ContainerException>(read);
        Assert.Equal(StaticSiteDiagnostics.InvalidSetting, exception.Descriptor);
        Assert.StartsWith(name, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }
}
