using MultiStage.Diagnostics;
using MultiStage.Graph;
using MultiStage.Tasks;

namespace MultiStage.UnitTests.Graph;

/// <summary>What needs a disk but no MSBuild.</summary>
public sealed class HostPathTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("multistage-unit-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("/a/b", "/a", true)]
    [InlineData("/a/b/c", "/a/b", true)]
    [InlineData("/a", "/a", false)]
    [InlineData("/ab", "/a", false)]
    [InlineData("/a", "/", true)]
    [InlineData("/", "/", false)]
    [InlineData("/a/b", "/a/", true)]
    [InlineData("/A/b", "/a", false)]
    public void A_path_is_below_a_folder(string path, string parent, bool expected) =>
        Assert.Equal(expected || (!OperatingSystem.IsLinux() && path == "/A/b"), PathQuestions.IsBelow(path, parent));

    [Theory]
    [InlineData("/a/b;/a/c", "/a")]
    [InlineData("/a/b;/a/b/c", "/a/b")]
    [InlineData("/a/b/c;/a/b", "/a/b")]
    [InlineData("/a/bc;/a/b", "/a")]
    [InlineData("/a;/b", "/")]
    [InlineData("/a", "/a")]
    [InlineData("/a/b/c;/a/b/d;/a/e", "/a")]
    public void The_common_folder_holds_all(string folders, string expected) =>
        Assert.Equal(expected, PathQuestions.CommonFolder(folders.Split(';')));

    [Theory]
    [InlineData("/r/a/b.cs", "a/b.cs")]
    [InlineData("/r", "")]
    [InlineData("/r/ a /ü$'\"(x)", " a /ü$'\"(x)")]
    [InlineData("/r/..a", "..a")]
    public void A_path_is_made_relative_to_the_context(string path, string expected) =>
        Assert.Equal(expected, new RelativePaths(OnHost("/r")).Of(path).Text);

    [Theory]
    [InlineData("/x/a", "MST1003")]
    [InlineData("/rr/a", "MST1003")]
    [InlineData("/r/a\nb", "MST1008")]
    [InlineData("/r/a\rb", "MST1008")]
    [InlineData("/r/a\\b", "MST1008")]
    public void A_path_that_a_Dockerfile_cannot_name_is_refused(string path, string code) =>
        Assert.Equal(code, Assert.Throws<ContainerException>(() => new RelativePaths(OnHost("/r")).Of(path)).Descriptor.Code);

    [Fact]
    public void The_repository_is_the_nearest_folder_with_git()
    {
        Directory.CreateDirectory(At("r/.git"));
        Write("global.json", "");
        Write("r/a/nuget.config", "");
        Assert.Equal(At("r"), RepositoryFolder.Find(At("r/a/b")));
        Write("r/a/.git", "gitdir: elsewhere");
        Assert.Equal(At("r/a"), RepositoryFolder.Find(At("r/a/b")));
    }

    [Theory]
    [InlineData("r/global.json")]
    [InlineData("r/nuget.config")]
    [InlineData("r/NuGet.Config")]
    [InlineData("r/All.sln")]
    [InlineData("r/All.slnx")]
    public void Without_git_the_outermost_mark_counts(string mark)
    {
        Write(mark, "");
        Write("r/a/Inner.slnx", "");
        Directory.CreateDirectory(At("r/a/b"));
        Assert.Equal(At("r"), RepositoryFolder.Find(At("r/a/b")));
    }

    [Fact]
    public void Without_any_mark_the_folder_itself_counts()
    {
        Directory.CreateDirectory(At("x/y"));
        Assert.Equal(At("x/y"), RepositoryFolder.Find(At("x/y")));
    }

    [Fact]
    public void Foreign_projects_are_found_but_not_in_outputs_and_hidden_folders()
    {
        foreach (var file in new[] { "App.csproj", "tests/T/T.csproj", "tools/x.fsproj", "lib/Lib.vbproj", "bin/B.csproj", "obj/O.csproj",
            "node_modules/n/N.csproj", ".hidden/H.csproj", "artifacts/A.csproj", "docs/readme.md", "docs/proj", "graph/G.csproj",
            "Größe (x)/G.csproj" })
            Write(file, "");
        var found = ForeignProjects.Below(folder.FullName, new HashSet<string> { At("graph") });
        Assert.Equal([At("Größe (x)"), At("lib"), At("tests/T"), At("tools")], found.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("my feed", "my_x0020_feed")]
    [InlineData("1st", "_x0031_st")]
    public void Credentials_of_an_Azure_feed_become_a_nuget_config(string source, string element)
    {
        Write("nuget.config",
            $"""<configuration><packageSources><clear /><add key="{source}" value="https://feed.example/v3/index.json" /><add key="open" value="https://open.example/v3/index.json" /></packageSources></configuration>""");
        var text = FeedCredentials.Read(folder.FullName,
            name => name == "VSS_NUGET_EXTERNAL_FEED_ENDPOINTS"
                ? """{"endpointCredentials":[{"endpoint":"https://feed.example/v3/index.json/","username":"me","password":"p<\"&"}]}"""
                : null);
        var root = System.Xml.Linq.XDocument.Parse(text!).Root!;
        var only = Assert.Single(root.Element("packageSourceCredentials")!.Elements());
        Assert.Equal(element, only.Name.LocalName);
        Assert.Equal(["Username=me", "ClearTextPassword=p<\"&"],
            only.Elements("add").Select(add => $"{add.Attribute("key")!.Value}={add.Attribute("value")!.Value}"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"endpointCredentials":{}}""")]
    [InlineData("""{"endpointCredentials":[{}]}""")]
    [InlineData("""{"endpointCredentials":[{"endpoint":null,"password":"x"}]}""")]
    [InlineData("""{"endpointCredentials":[{"endpoint":7,"password":"x"}]}""")]
    [InlineData("""{"endpointCredentials":[{"endpoint":"https://other.example","password":"x"}]}""")]
    public void Without_credentials_there_is_no_file(string? endpoints)
    {
        Write("nuget.config",
            """<configuration><packageSources><clear /><add key="f" value="https://feed.example/v3/index.json" /></packageSources></configuration>""");
        Assert.Null(FeedCredentials.Read(folder.FullName, _ => endpoints));
    }

    [Fact]
    public void A_generated_file_is_written_once_and_whole()
    {
        var path = At("deep/er/Dockerfile");
        Assert.True(GeneratedFile.Write(path, "text é\n"));
        var first = File.GetLastWriteTimeUtc(path);
        Assert.False(GeneratedFile.Write(path, "text é\n"));
        Assert.Equal(first, File.GetLastWriteTimeUtc(path));
        Assert.True(GeneratedFile.Write(path, "other\n"));
        Assert.Equal("other\n"u8.ToArray(), File.ReadAllBytes(path));
        Assert.Equal(["Dockerfile"], Directory.GetFileSystemEntries(At("deep/er")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_an_error_and_stays_as_it_was()
    {
        Directory.CreateDirectory(At("d/Dockerfile"));
        Write("d/Dockerfile/keep", "x");
        Assert.Equal("MST1007", Assert.Throws<ContainerException>(() => GeneratedFile.Write(At("d/Dockerfile"), "text")).Descriptor.Code);
        Assert.Equal(["Dockerfile"], Directory.GetFileSystemEntries(At("d")).Select(Path.GetFileName));
        Write("file", "x");
        Assert.Equal("MST1007",
            Assert.Throws<ContainerException>(() => GeneratedFile.Write(At("file/Dockerfile"), "text")).Descriptor.Code);
    }

    [Theory]
    [InlineData("# A: generated by MultiStage.Sdk from a.csproj. x\nFROM x\n", false)]
    [InlineData("FROM scratch\n", true)]
    [InlineData("FROM scratch\n# generated by MultiStage.Sdk from\n", true)]
    [InlineData("", false)]
    public void A_file_that_a_person_wrote_is_refused(string text, bool isRefused)
    {
        Write("Dockerfile", text);
        var error = Record.Exception(() => GeneratedFile.RequireGenerated(At("Dockerfile"), ProjectDiagnostics.ForeignDockerfile));
        Assert.Equal(isRefused ? "MST1010" : null, (error as ContainerException)?.Descriptor.Code);
    }

    [Theory]
    [InlineData("a\nb\n", false)]
    [InlineData("a\r\nb\r\n", false)]
    [InlineData("a\nc\n", true)]
    [InlineData("a\nb", true)]
    public void A_stale_file_is_refused_with_the_difference(string existing, bool isRefused)
    {
        Write("Dockerfile", existing);
        var error =
            Record.Exception(
                () => GeneratedFile.RequireCurrent(At("Dockerfile"), "a\nb\n", ProjectDiagnostics.StaleDockerfile)) as ContainerException;
        Assert.Equal(isRefused ? "MST1006" : null, error?.Descriptor.Code);
        Assert.Equal(isRefused ? At("Dockerfile") : null, error?.File);
    }

    private string At(string relative) => Path.Combine(folder.FullName, relative);

    private void Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(relative))!);
        File.WriteAllText(At(relative), text);
    }
}
