using MultiStage.Graph;

namespace MultiStage.UnitTests.Graph;

/// <summary>What a nuget.config says before NuGet has replaced the variables in it.</summary>
public sealed class NuGetConfigTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("multistage-config-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("<packageSources><add key='a' value='%UNSET_FEED%/index.json' /></packageSources>",
        "UNSET_FEED: the address of the feed 'a'")]
    [InlineData("<packageSources><add key='a' value='https://x/%UNSET_ORG%/v3/%UNSET_FEED%' /></packageSources>",
        "UNSET_ORG: the address of the feed 'a', UNSET_FEED: the address of the feed 'a'")]
    [InlineData("<packageSources><add key='a' value='https://x/%C3%A4/%20b%20/index.json' /></packageSources>", "")]
    [InlineData("<packageSources><add key='a' value='%HOME%/feed' /></packageSources>", "")]
    [InlineData("<packageSourceCredentials><my_x0020_feed><add key='Username' value='u' /><add key='ClearTextPassword' value='%UNSET_TOKEN%' /></my_x0020_feed></packageSourceCredentials>",
        "UNSET_TOKEN: the credentials of the feed 'my feed'")]
    [InlineData("<fallbackPackageFolders><add key='a' value='%UNSET_FOLDER%/x' /></fallbackPackageFolders>",
        "UNSET_FOLDER: the fallback folder 'a'")]
    [InlineData("<config><add key='http_proxy' value='http://%UNSET_PROXY%:3128' /></config>", "UNSET_PROXY: the setting 'http_proxy'")]
    // The packages must lie in one place for restore and publish: the text itself is that place in both.
    [InlineData("<config><add key='globalPackagesFolder' value='%UNSET_FOLDER%/packages' /></config>", "")]
    [InlineData("<apikeys><add key='a' value='%UNSET_KEY%' /></apikeys>", "")]
    public void Variables_are_found_with_their_place(string sections, string expected) =>
        Assert.Equal(expected, string.Join(", ", Read(sections).Variables.Select(variable => $"{variable.Name}: {variable.Place}")));

    [Fact]
    public void A_disabled_feed_needs_no_variable() =>
        Assert.All(Read("""
            <packageSources><add key='a' value='%UNSET_FEED%/index.json' /></packageSources>
            <packageSourceCredentials><a><add key='Username' value='u' /><add key='ClearTextPassword' value='%UNSET_TOKEN%' /></a></packageSourceCredentials>
            <disabledPackageSources><add key='a' value='true' /></disabledPackageSources>
            """).Variables, variable => Assert.False(variable.IsNeeded));

    // The Dockerfile must be the same whatever the variable stands for, and where it stands for nothing.
    [Theory]
    [InlineData("%FEED%/index.json", true)]
    [InlineData("https://%FEED%/index.json", true)]
    [InlineData("feeds/%FEED%", false)]
    [InlineData("feed", false)]
    [InlineData("https://feed.example.com/v3/index.json", true)]
    public void The_kind_of_a_feed_does_not_depend_on_the_environment(string address, bool isRemote)
    {
        var name = "MULTISTAGE_TEST_" + Guid.NewGuid().ToString("N");
        var text = address.Replace("FEED", name, StringComparison.Ordinal);
        foreach (var value in new[] { null, "https://feed.example.com/v3", "feed" })
        {
            Environment.SetEnvironmentVariable(name, value);
            var config = Read($"<packageSources><add key='a' value='{text}' /></packageSources>");
            Assert.Equal(isRemote, Assert.Single(config.Feeds).IsRemote);
            Assert.Equal(address.Contains('%') ? [name] : [], config.Variables.Select(variable => variable.Name));
        }
        Environment.SetEnvironmentVariable(name, null);
    }

    [Theory]
    [InlineData("<packageSourceCredentials><a><add key='Username' value='u' /><add key='ClearTextPassword' value='secret' /></a></packageSourceCredentials>", "a")]
    [InlineData("<packageSourceCredentials><a><add key='Username' value='u' /><add key='ClearTextPassword' value='%UNSET%' /></a></packageSourceCredentials>", "")]
    [InlineData("<packageSourceCredentials><a><add key='Username' value='u' /><add key='Password' value='encrypted' /></a></packageSourceCredentials>", "")]
    [InlineData("<packageSourceCredentials><a><add key='Username' value='u' /><add key='ClearTextPassword' value='' /></a></packageSourceCredentials>", "")]
    [InlineData("<clientCertificates><fileCert packageSource='a' path='x.pfx' clearTextPassword='secret' /></clientCertificates>", "a")]
    public void Passwords_in_clear_text_are_found(string sections, string expected) =>
        Assert.Equal(expected, string.Join(',', Read(sections).ClearPasswords));

    [Fact]
    public void What_stands_before_a_clear_is_not_enabled()
    {
        var config = Read("<packageSources><add key='a' value='a' /><clear /><add key='b' value='b' /></packageSources>");
        Assert.True(config.ClearsSources);
        Assert.Equal(["a False", "b True"], config.Feeds.Select(feed => $"{feed.Name} {feed.IsEnabled}"));
    }

    [Theory]
    [InlineData("<configuration>")]
    [InlineData("<packages />")]
    [InlineData("")]
    public void A_broken_file_is_left_to_restore(string text)
    {
        File.WriteAllText(Path.Combine(folder.FullName, "nuget.config"), text);
        Assert.Null(NuGetConfig.Read(Path.Combine(folder.FullName, "nuget.config")));
    }

    private NuGetConfig Read(string sections)
    {
        var file = Path.Combine(folder.FullName, "nuget.config");
        File.WriteAllText(file, $"<configuration>{sections.Replace('\'', '"')}</configuration>");
        return NuGetConfig.Read(file)!;
    }
}
