using System.Text.RegularExpressions;
using MultiStage.Rendering.Nginx;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Rendering.Nginx;

public sealed class NginxQuotingTests
{
    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("nosniff", "\"nosniff\"")]
    [InlineData("default-src 'self'; object-src 'none'", "\"default-src 'self'; object-src 'none'\"")]
    [InlineData("a \"b\" {c}", "\"a \\\"b\\\" {c}\"")]
    [InlineData("5$", "\"5${site_dollar}\"")]
    [InlineData("$uri", "\"${site_dollar}uri\"")]
    [InlineData("C:\\new", "\"C:\\\\new\"")]
    [InlineData("# no comment", "\"# no comment\"")]
    public void Values_are_one_word(string value, string expected) => Assert.Equal(expected, NginxQuoting.Value(value));

    [Fact]
    public void Any_text_comes_back_as_it_was() =>
        Law.Holds(Generators.Text, text => Assert.Equal(text, NginxText.Unquote(NginxQuoting.Value(text))));

    [Fact]
    public void Any_key_comes_back_as_it_was() =>
        Law.Holds(Generators.Text, text => Assert.Equal("/" + text, NginxText.Unquote(NginxQuoting.Key("/" + text))));

    [Theory]
    [InlineData("/assets/*", "/assets/index-BmkKtsIS.js", true)]
    [InlineData("/assets/*", "/assets/deep/er.css", true)]
    [InlineData("/assets/*", "/other/assets/x.js", false)]
    [InlineData("/assets/*", "/assetsx", false)]
    [InlineData("/*.woff2", "/fonts/a.woff2", true)]
    [InlineData("/*.woff2", "/fonts/awoff2", false)]
    [InlineData("/a+b/x-*.js", "/a+b/x-1.js", true)]
    [InlineData("/a+b/x-*.js", "/aab/x-1.js", false)]
    [InlineData("/one.js", "/one.js", true)]
    [InlineData("/one.js", "/onexjs", false)]
    public void A_pattern_matches_paths(string pattern, string path, bool expected)
    {
        var expression = NginxText.Unquote(NginxQuoting.PatternKey(pattern));
        Assert.StartsWith("~", expression, StringComparison.Ordinal);
        Assert.Equal(expected, Regex.IsMatch(path, expression[1..]));
    }

    // The expression of the writer, as .NET reads it: the two dialects agree on what it uses.
    [Theory]
    [InlineData("/main.8d4f2c1a9b0e7f63.js", true)]
    [InlineData("/main-8d4f2c1a.js", true)]
    [InlineData("/css/site.3f2a9c77.min.css", true)]
    [InlineData("/main-5AB12C9F.js", true)]
    [InlineData("/report-20240101.pdf", false)]
    [InlineData("/user-settings.js", false)]
    [InlineData("/deadbeef.js", false)]
    [InlineData("/a-deadbeef.js", false)]
    [InlineData("/a-1234567.js", false)]
    [InlineData("/app.version2.js", false)]
    [InlineData("/a.8d4f2c1a9b0e7f63/x.js", false)]
    [InlineData("/a.8d4f2c1a9b0e7f63", false)]
    public void Names_with_a_hash_are_known(string path, bool expected)
    {
        var text = NginxConfigWriter.Write(Sites.Settings, SiteContent.Empty, "/app/wwwroot");
        var key = Assert.Single(text.Split('\n'), line => line.Contains("(?=", StringComparison.Ordinal)).Trim().Split(' ')[0];
        Assert.Equal(expected, Regex.IsMatch(path, NginxText.Unquote(key)[2..], RegexOptions.IgnoreCase));
    }
}
