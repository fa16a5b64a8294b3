using MultiStage.Publishing;

namespace MultiStage.UnitTests.Publishing;

/// <summary>What the manifest of the web SDK says about the files of a site.</summary>
public sealed class StaticAssetsTests
{
    private const string Immutable = """[{"Name":"Cache-Control","Value":"max-age=31536000, immutable"}]""";
    private const string NoCache = """[{"Name":"Cache-Control","Value":"no-cache"}]""";

    [Fact]
    public void A_file_with_a_fingerprint_is_immutable_and_answers_for_the_name_without()
    {
        var content = Read(["css/site.ojaumqj0hl.css"],
            Endpoint("css/site.css", "css/site.ojaumqj0hl.css", NoCache),
            Endpoint("css/site.ojaumqj0hl.css", "css/site.ojaumqj0hl.css", Immutable));
        Assert.Equal(["/css/site.ojaumqj0hl.css"], content.ImmutablePaths);
        Assert.Equal([("/css/site.css", "/css/site.ojaumqj0hl.css")], content.Aliases.Select(alias => (alias.Name, alias.Value)));
    }

    [Fact]
    public void A_file_without_a_fingerprint_answers_for_the_name_with_it()
    {
        var content = Read(["app.js"], Endpoint("app.g2v21naec0.js", "app.js", Immutable), Endpoint("app.js", "app.js", NoCache));
        Assert.Equal(["/app.g2v21naec0.js"], content.ImmutablePaths);
        Assert.Equal([("/app.g2v21naec0.js", "/app.js")], content.Aliases.Select(alias => (alias.Name, alias.Value)));
    }

    [Theory]
    [InlineData("a.js.gz", "a.js.gz")]
    [InlineData("a.js.br", "a.js.br")]
    [InlineData("../a.js", "a.js")]
    [InlineData("x.js", "../a.js")]
    [InlineData("x.js", "missing.js")]
    [InlineData("", "a.js")]
    [InlineData("x\\n.js", "a.js")]
    public void What_no_browser_asks_for_is_left_out(string route, string file)
    {
        var content = Read(["a.js", "a.js.gz", "a.js.br"], Endpoint(route, file, Immutable));
        Assert.Empty(content.ImmutablePaths);
        Assert.Empty(content.Aliases);
    }

    [Fact]
    public void Compressed_forms_of_a_path_do_not_count()
    {
        var content = Read(["a.js", "a.js.gz"],
            """{"Route":"a.js","AssetFile":"a.js.gz","Selectors":[{"Name":"Content-Encoding","Value":"gzip"}],"ResponseHeaders":[{"Name":"Cache-Control","Value":"immutable"}]}""");
        Assert.Empty(content.ImmutablePaths);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Endpoints":{}}""")]
    [InlineData("""{"Endpoints":[1]}""")]
    [InlineData("""{"Endpoints":[{"Route":1,"AssetFile":[]}]}""")]
    [InlineData("""{"Endpoints":[{"Route":"a.js","AssetFile":"a.js","Selectors":1}]}""")]
    public void A_manifest_of_another_form_is_no_obstacle(string json)
    {
        var content = StaticAssets.Read(json, SiteContent.Empty with { HasNotFoundPage = true }, _ => true);
        Assert.True(content.HasNotFoundPage);
        Assert.Empty(content.ImmutablePaths);
        Assert.Empty(content.Aliases);
    }

    [Fact]
    public void The_order_of_the_manifest_never_shows()
    {
        string[] endpoints = [Endpoint("b.1.js", "b.js", Immutable), Endpoint("a.1.js", "a.js", Immutable)];
        var one = Read(["a.js", "b.js"], endpoints);
        var other = Read(["a.js", "b.js"], [.. endpoints.Reverse()]);
        Assert.Equal(one.ImmutablePaths, other.ImmutablePaths);
        Assert.Equal(one.Aliases, other.Aliases);
    }

    [Fact]
    public void The_time_of_a_file_tells_its_content()
    {
        using var folder = new Images.TempFolder();
        DateTimeOffset[] times = [.. new[] { "one", "two", "one" }.Select((text, index) =>
        {
            var path = Path.Combine(folder.Path, $"{index}.txt");
            File.WriteAllText(path, text);
            return ContentTime.Of(path);
        })];
        Assert.Equal(times[0], times[2]);
        Assert.NotEqual(times[0], times[1]);
        Assert.All(times, time => Assert.InRange(time.Year, 1990, 2020));
    }

    [Fact]
    public void Times_are_whole_seconds_of_thirty_years()
    {
        Assert.Equal(1990, ContentTime.Of(new byte[32]).Year);
        Span<byte> last = stackalloc byte[32];
        last.Fill(0xff);
        Assert.InRange(ContentTime.Of(last).Year, 1990, 2019);
        Assert.Equal(0, ContentTime.Of(last).Ticks % TimeSpan.TicksPerSecond);
    }

    private static SiteContent Read(string[] files, params string[] endpoints) =>
        StaticAssets.Read($$"""{"Version":1,"Endpoints":[{{string.Join(',', endpoints)}}]}""", SiteContent.Empty, files.Contains);

    private static string Endpoint(string route, string file, string headers) =>
        $$"""{"Route":"{{route}}","AssetFile":"{{file}}","Selectors":[],"ResponseHeaders":{{headers}}}""";
}
