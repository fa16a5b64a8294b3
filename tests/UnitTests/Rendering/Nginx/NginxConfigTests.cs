using MultiStage.Planning.Kinds;
using MultiStage.Planning.Options;
using MultiStage.Rendering.Nginx;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Rendering.Nginx;

/// <summary>The configuration of nginx as text. That nginx takes it, and does what it says, is for the engine tests.</summary>
public sealed class NginxConfigTests
{
    private const string Root = "/app/wwwroot";

    private static readonly Dictionary<string, (SiteSettings Settings, SiteContent Content)> Cases = new(StringComparer.Ordinal)
    {
        ["static-site/nginx"] = (Sites.Settings, SiteContent.Empty),
        ["static-site-options/nginx"] = (
            SiteRules.Settings(
                new SiteOptions
                {
                    Fallback = "app/shell.html",
                    ImmutableFiles = ["/assets/*", "fonts/*.woff2"],
                    Headers = [new("Content-Security-Policy", "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"),
                        new("x-frame-options", ""), new("X-Note", "5$ \"net\" C:\\")],
                },
                [new PortOption("9090", "udp"), new PortOption("8081", ""), new PortOption("8080", "tcp")]),
            new SiteContent(
                ["/_framework/dotnet.g2v21naec0.js", "/css/site.ojaumqj0hl.css", "/my file$1.aaaa1aaaa1.js"],
                [new("/css/site.css", "/css/site.ojaumqj0hl.css"), new("/my file$1.js", "/my file$1.aaaa1aaaa1.js")],
                HasNotFoundPage: true)),
        ["static-site/nginx-plain"] = (SiteRules.Settings(new SiteOptions { Fallback = "false" }, []), SiteContent.Empty),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_configuration_of_a_case_is_as_reviewed(string name) =>
        Golden.VerifyFile(name.Split('/')[0], name.Split('/')[1] + ".conf", Write(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Braces_and_directives_are_closed(string name)
    {
        var depth = 0;
        foreach (var line in NginxText.WithoutQuotes(Write(name)).Split('\n').Select(line => line.Split('#')[0].Trim())
            .Where(line => line.Length > 0))
        {
            Assert.Matches(@"[;{}]$|^[a-z_]+$|^[a-z+./0-9-]+$", line);
            depth += line.Count(character => character == '{') - line.Count(character => character == '}');
            Assert.True(depth >= 0, line);
        }
        Assert.Equal(0, depth);
    }

    [Fact]
    public void The_order_of_what_was_found_never_shows()
    {
        var (settings, content) = Cases["static-site-options/nginx"];
        var shuffled = content with { ImmutablePaths = [.. content.ImmutablePaths.Reverse()], Aliases = [.. content.Aliases.Reverse()] };
        Assert.Equal(NginxConfigWriter.Write(settings, content, Root), NginxConfigWriter.Write(settings, shuffled, Root));
    }

    // nginx stops at a key that is there twice, and cases do not tell keys apart.
    [Fact]
    public void Paths_that_differ_in_their_case_are_one_key()
    {
        var text = NginxConfigWriter.Write(Sites.Settings,
            new SiteContent(["/a.js", "/A.js"], [new("/b.js", "/b.1.js"), new("/B.js", "/B.2.js")], false), Root);
        Assert.Single(text.Split('\n'), line => line.Trim().StartsWith("\"/a.js\"", StringComparison.OrdinalIgnoreCase));
        Assert.Single(text.Split('\n'), line => line.Trim().StartsWith("\"/b.js\"", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(10, 128)]
    [InlineData(88, 128)]
    [InlineData(89, 256)]
    [InlineData(250, 512)]
    [InlineData(4000, 4096)]
    public void A_bucket_holds_the_longest_path(int length, int bucket)
    {
        var text = NginxConfigWriter.Write(Sites.Settings, new SiteContent(["/" + new string('x', length - 1)], [], false), Root);
        Assert.Contains($"map_hash_bucket_size {bucket};", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8080", "listen 8080;")]
    [InlineData("80;443", "listen 80;\n        listen 443;")]
    [InlineData("443;80;443", "listen 80;\n        listen 443;")]
    public void Each_port_is_listened_on_once(string ports, string expected)
    {
        var settings = SiteRules.Settings(new SiteOptions(), ports.Split(';').Select(port => new PortOption(port, "")));
        Assert.Contains("        " + expected + "\n        root", NginxConfigWriter.Write(settings, SiteContent.Empty, Root),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_page_for_unknown_paths_they_are_missing()
    {
        var text = Write("static-site/nginx-plain");
        Assert.Contains("try_files $site_file ${uri}index.html =404;", text, StringComparison.Ordinal);
        Assert.DoesNotContain("$site_page", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_of_the_site_is_quoted() =>
        Assert.Contains("root \"/srv/my app/${site_dollar}x\";",
            NginxConfigWriter.Write(Sites.Settings, SiteContent.Empty, "/srv/my app/$x"), StringComparison.Ordinal);

    [Theory]
    [InlineData("/app/wwwroot", "x", "/a", false)]
    [InlineData("/app/wwwroot", "5$", "/a", true)]
    [InlineData("/app/wwwroot", "x", "/a$", true)]
    [InlineData("/srv/$x", "x", "/a", true)]
    public void The_variable_for_a_dollar_is_there_when_it_is_used(string root, string header, string file, bool expected)
    {
        var text = NginxConfigWriter.Write(SiteRules.Settings(new SiteOptions { Headers = [new("X", header)] }, []),
            new SiteContent([], [new("/b", file)], false), root);
        Assert.Equal(expected, text.Contains("geo $site_dollar {", StringComparison.Ordinal));
        Assert.Equal(expected, text.Contains("${site_dollar}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("wasm", "application/wasm")]
    [InlineData("webmanifest", "application/manifest+json")]
    [InlineData("dll", "application/octet-stream")]
    [InlineData("dat", "application/octet-stream")]
    [InlineData("blat", "application/octet-stream")]
    [InlineData("js", "text/javascript")]
    [InlineData("mjs", "text/javascript")]
    [InlineData("json", "application/json")]
    [InlineData("svg", "image/svg+xml")]
    [InlineData("woff2", "font/woff2")]
    [InlineData("avif", "image/avif")]
    [InlineData("html", "text/html")]
    public void Files_have_the_type_that_browsers_expect(string extension, string type) =>
        Assert.Equal(type, Assert.Single(MimeTypes.All, row => row.Extensions.Split(' ').Contains(extension)).Type);

    [Fact]
    public void No_extension_and_no_type_is_there_twice()
    {
        Assert.Equal([],
            MimeTypes.All.SelectMany(row => row.Extensions.Split(' ')).GroupBy(name => name).Where(group => group.Count() > 1)
                .Select(group => group.Key));
        Assert.Equal([], MimeTypes.All.GroupBy(row => row.Type).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.DoesNotContain("text/html", MimeTypes.Compressible);
        Assert.DoesNotContain("text/html", MimeTypes.Text);
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("font/woff2")]
    [InlineData("video/mp4")]
    [InlineData("application/zip")]
    [InlineData("application/gzip")]
    public void What_is_compressed_already_is_left_alone(string type) => Assert.DoesNotContain(type, MimeTypes.Compressible);

    private static string Write(string name) => NginxConfigWriter.Write(Cases[name].Settings, Cases[name].Content, Root);
}
