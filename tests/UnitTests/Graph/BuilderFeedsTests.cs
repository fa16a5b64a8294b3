using MultiStage.Diagnostics;
using MultiStage.Graph;

namespace MultiStage.UnitTests.Graph;

/// <summary>Whether the builder will find what it needs, as far as this can be seen without asking a server.</summary>
public sealed class BuilderFeedsTests : IDisposable
{
    private const string Elsewhere = "/elsewhere/feed";
    private const string Gallery = "https://www.nuget.org/api/v2/";
    private readonly DirectoryInfo outside = Directory.CreateTempSubdirectory("multistage-feeds-");
    private readonly string root;

    public BuilderFeedsTests()
    {
        root = Path.Combine(outside.FullName, "repository");
        foreach (var feed in new[] { "repository/feed/MultiStage.Sdk.1.0.0.nupkg", "feed/MultiStage.Sdk.1.0.0.nupkg",
            "repository/v3/multistage.sdk/1.0.0/multistage.sdk.1.0.0.nupkg", "repository/old/MultiStage.Sdk.0.9.0.nupkg" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(outside.FullName, feed))!);
            File.WriteAllText(Path.Combine(outside.FullName, feed), "");
        }
        Directory.CreateDirectory(Path.Combine(root, "src/App"));
    }

    public void Dispose() => outside.Delete(recursive: true);

    [Theory]
    [InlineData("<packageSources><add key='a' value='feed' /></packageSources>", "feed/MultiStage.Sdk.1.0.0.nupkg")]
    [InlineData("<packageSources><clear /><add key='a' value='v3' /></packageSources>",
        "v3/multistage.sdk/1.0.0/multistage.sdk.1.0.0.nupkg")]
    [InlineData("<packageSources><add key='a' value='feed' /></packageSources><packageSourceMapping><packageSource key='a'><package pattern='MultiStage.*' /></packageSource></packageSourceMapping>", "feed/MultiStage.Sdk.1.0.0.nupkg")]
    [InlineData("<packageSources><clear /><add key='a' value='https://feed.example.com/v3/index.json' /></packageSources>", null)]
    [InlineData("<packageSources><clear /><add key='a' value='%UNSET_FEED%' /></packageSources>", null)]
    public void A_feed_that_has_it_or_may_have_it_is_enough(string config, string? file) =>
        Assert.Equal(file is null ? null : Path.Combine(root, file), Feeds(config).Locate(new OwnPackage("1.0.0", Elsewhere)));

    [Theory]
    [InlineData("", "this machine has it from '/elsewhere/feed'", "Copy the package file")]
    [InlineData("<packageSources><add key='a' value='https://www.nuget.org/api/v2/' /></packageSources>", "'/elsewhere/feed'",
        "Copy the package file")]
    [InlineData("<packageSources><add key='a' value='old' /></packageSources>", "'/elsewhere/feed'", "<add key=\"feed\" value=\"feed\" />")]
    [InlineData("<packageSources><add key='a' value='../feed' /></packageSources>", "'/elsewhere/feed'", "Copy the package file")]
    [InlineData("<packageSources><add key='a' value='feed' /><clear /></packageSources>", "the feed 'a'", "behind the last <clear />")]
    [InlineData("<packageSources><add key='a' value='feed' /></packageSources><disabledPackageSources><add key='a' value='true' /></disabledPackageSources>", "disabled", "disabledPackageSources")]
    [InlineData("<packageSources><add key='a' value='feed' /></packageSources><packageSourceMapping><packageSource key='a'><package pattern='Other.*' /></packageSource></packageSourceMapping>", "packageSourceMapping", "<packageSource key=\"a\"><package pattern=\"MultiStage.*\" />")]
    public void A_feed_that_cannot_have_it_is_one_error(string config, string reason, string way)
    {
        var error = Assert.Throws<ContainerException>(() => Feeds(config).Locate(new OwnPackage("1.0.0", Elsewhere)));
        Assert.Equal("MST1103", error.Descriptor.Code);
        foreach (var part in new[] { reason, way, $"'{root}'", "1.0.0" })
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\.\.( |$)", error.Message);
    }

    [Fact]
    public void A_clear_further_down_takes_the_feed_back()
    {
        var feeds = new BuilderFeeds(
            [Config("src/App/nuget.config", "<packageSources><clear /></packageSources>"),
                Config("nuget.config", "<packageSources><add key='a' value='feed' /></packageSources>")], [], root);
        Assert.Contains("behind the last <clear />",
            Assert.Throws<ContainerException>(() => feeds.Locate(new OwnPackage("1.0.0", Elsewhere))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Gallery, false)]
    [InlineData("", false)]
    [InlineData(Elsewhere, true)]
    [InlineData("https://feed.example.com/v3/index.json", true)]
    public void Without_a_nuget_config_the_gallery_counts_only_where_it_was_the_source(string source, bool isError)
    {
        var feeds = new BuilderFeeds([], [], root);
        if (isError)
            Assert.Throws<ContainerException>(() => feeds.Locate(new OwnPackage("1.0.0", source)));
        else
            Assert.Null(feeds.Locate(new OwnPackage("1.0.0", source)));
    }

    [Fact]
    public void A_variable_without_a_value_names_itself_its_feed_and_its_file()
    {
        var feeds = Feeds("<packageSources><add key='extra' value='%UNSET_FEED%/index.json' /></packageSources>");
        var error = Assert.Throws<ContainerException>(() => feeds.Check(_ => null, _ => false));
        Assert.Equal("MST1101", error.Descriptor.Code);
        foreach (var part in new[] { "%UNSET_FEED%", "feed 'extra'", Path.Combine(root, "nuget.config") })
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(root, "nuget.config"), error.File);
        feeds.Check(_ => "https://feed.example.com/v3", _ => false);
        feeds.Check(_ => null, name => name == "UNSET_FEED");
    }

    [Fact]
    public void Credentials_for_a_feed_that_the_builder_does_not_know_need_no_variable() =>
        Feeds("""
            <packageSourceCredentials>
              <mine><add key='Username' value='u' /><add key='ClearTextPassword' value='%UNSET_TOKEN%' /></mine>
            </packageSourceCredentials>
            """).Check(_ => null, _ => false);

    [Fact]
    public void A_folder_of_the_repository_has_a_relative_path()
    {
        var error =
            Assert.Throws<ContainerException>(
                () => Feeds($"<packageSources><add key='a' value='{root}/feed' /></packageSources>").Check(_ => null, _ => false));
        Assert.Equal("MST1102", error.Descriptor.Code);
        Assert.EndsWith("relative to the nuget.config: feed.", error.Message, StringComparison.Ordinal);
    }

    private BuilderFeeds Feeds(string config) => new([Config("nuget.config", config)], [], root);

    private NuGetConfig Config(string path, string sections)
    {
        var file = Path.Combine(root, path);
        File.WriteAllText(file, $"<configuration>{sections.Replace('\'', '"')}</configuration>");
        return NuGetConfig.Read(file)!;
    }
}
