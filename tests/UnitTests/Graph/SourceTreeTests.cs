using MultiStage.Graph;
using MultiStage.Publishing;

namespace MultiStage.UnitTests.Graph;

/// <summary>What of a repository a publish may have read, and what only builds and tools write.</summary>
public sealed class SourceTreeTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("multistage-tree-");

    public SourceTreeTests()
    {
        Write("src/app/app.csproj");
        Write(".git/HEAD", "ref: refs/heads/main");
        Write(".git/refs/heads/main", "1");
        Write("artifacts/log.txt");
    }

    [Theory]
    [InlineData("src/app/Program.cs")]
    [InlineData("src/app/wwwroot/index.html")]
    [InlineData("src/app/.config/dotnet-tools.json")]
    [InlineData("front/dist/index.js")]
    [InlineData("lib/bin/tool.dll")]
    [InlineData("Directory.Build.props")]
    [InlineData(".editorconfig")]
    [InlineData(".git/HEAD")]
    [InlineData(".git/refs/heads/main")]
    [InlineData(".git/refs/tags/v1.0.0")]
    [InlineData(".git/packed-refs")]
    public void A_file_shows(string path) => Assert.NotEqual(Stamp(), After(path));

    [Theory]
    [InlineData("src/app/bin/Debug/app.dll")]
    [InlineData("src/app/obj/project.assets.json")]
    [InlineData("src/app/node_modules/left-pad/index.js")]
    [InlineData(".vs/cache")]
    [InlineData(".git/index")]
    [InlineData("artifacts/obj/app/x")]
    [InlineData("image.tar")]
    public void What_builds_and_tools_write_does_not(string path) => Assert.Equal(Stamp(), After(path));

    [Fact]
    public void A_worktree_shows_where_it_stands_and_what_the_repository_has()
    {
        Write("main/worktrees/w/HEAD", "1");
        Write("main/worktrees/w/commondir", "../..\n");
        Write("main/refs/heads/topic", "1");
        Directory.Delete(Path.Combine(root.FullName, ".git"), recursive: true);
        Write("work/.git", "gitdir: ../main/worktrees/w\n");
        string? Work()
        {
            using var stamp = new TreeStamp();
            new SourceTree(Path.Combine(root.FullName, "work"), []).AddTo(stamp);
            return stamp.Value;
        }
        var before = Work();
        Write("main/worktrees/w/HEAD", "2 longer");
        var moved = Work();
        Write("main/refs/tags/v1");
        Assert.Equal(3, new[] { before, moved, Work() }.Distinct().Count());
        Assert.Equal(Work(), Work());
    }

    public void Dispose() => root.Delete(recursive: true);

    private string? After(string path)
    {
        Write(path, Guid.NewGuid() + path);
        return Stamp();
    }

    private string? Stamp()
    {
        using var stamp = new TreeStamp();
        new SourceTree(root.FullName,
            [Path.Combine(root.FullName, "artifacts/obj") + "/", Path.Combine(root.FullName, "image.tar"), ""]).AddTo(stamp);
        return stamp.Value;
    }

    private void Write(string path, string text = "")
    {
        var file = Path.Combine(root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
