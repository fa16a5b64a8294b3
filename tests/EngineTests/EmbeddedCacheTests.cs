using System.Diagnostics;

namespace MultiStage.EngineTests;

/// <summary>The embedded engine's cache, after the worst that can happen to it.</summary>
public sealed class EmbeddedCacheTests
{
    private const string Archive = "-p:ContainerArchiveOutputPath=../image.tar";
    private const string Program = "System.Console.WriteLine(\"tiny\");";

    // A compiler server would be a child of the killed publish that others use.
    private static readonly IReadOnlyDictionary<string, string?> Alone = new Dictionary<string,
        string?> { ["UseSharedCompilation"] = "false" };

    public static IEnumerable<TheoryDataRow<int>> Kills =>
    [
        new TheoryDataRow<int>(3).WithTrait(Category.Name, Category.Representative),
        new TheoryDataRow<int>(50).WithTrait(Category.Name, Category.Matrix),
    ];

    [Theory, MemberData(nameof(Kills))]
    public async Task A_killed_publish_does_not_show_in_the_next(int kills)
    {
        var (digest, duration) = await CleanAsync();
        using var workspace = NewApp();
        var killed = 0;
        // One after the other with the same cache and folders; now and then the work of the first publish is killed, too.
        for (var number = 0; number < kills; number++)
        {
            if (number % 4 == 0 && Directory.Exists(workspace.Path("cache")))
                Directory.Delete(workspace.Path("cache"), recursive: true);
            if (number % 8 == 4)
                Directory.Delete(workspace.Path("app/obj"), recursive: true);
            workspace.Write("app/Program.cs", $"System.Console.WriteLine({number});");
            var after = duration * Random.Shared.NextDouble();
            using (var kill = new CancellationTokenSource(after))
                killed += (await workspace.PublishEmbeddedAsync("app", null, Alone, kill.Token, Archive)).ExitCode == 0 ? 0 : 1;

            workspace.Write("app/Program.cs", Program);
            var watch = Stopwatch.StartNew();
            var next = await workspace.PublishEmbeddedAsync("app", Archive);
            Assert.True(next.ExitCode == 0, $"After kill {number} at {after}:\n{next.Output}");
            Assert.Equal((number, after, digest), (number, after, workspace.Digest("app")));
            // Only what is faster than this publish is sure to be killed in its work.
            duration = watch.Elapsed;
        }
        Assert.InRange(killed, kills / 3, kills);
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task What_a_killed_publish_had_begun_to_write_is_removed_later()
    {
        using var workspace = NewApp();
        string Begun() => $".image.tar.{Guid.NewGuid():N}.tmp";
        var (old, young) = (Begun(), Begun());
        workspace.Write(old, "old").Write(young, "young").Write(".image.tar.mine.tmp", "of somebody else");
        foreach (var file in new[] { old, ".image.tar.mine.tmp" })
            File.SetLastWriteTimeUtc(workspace.Path(file), DateTime.UtcNow.AddHours(-2));
        (await workspace.PublishEmbeddedAsync("app", Archive)).Succeeded();
        Assert.Equal(new[] { young, ".image.tar.mine.tmp", "image.tar" }.Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(workspace.Folder, "*image.tar*").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task Publishes_at_once_share_a_cache()
    {
        var (digest, _) = await CleanAsync();
        var workspaces = Enumerable.Range(0, 8).Select(_ => NewApp()).ToList();
        try
        {
            var cache = new Dictionary<string, string?> { ["XDG_CACHE_HOME"] = workspaces[0].Path("cache") };
            foreach (var result in await Task.WhenAll(
                workspaces.Select(workspace => workspace.PublishEmbeddedAsync("app", null, cache, Archive))))
                result.Succeeded();
            Assert.All(workspaces, workspace => Assert.Equal(digest, workspace.Digest("app")));
            var images = workspaces.Select(workspace => File.ReadAllBytes(workspace.Path("image.tar"))).ToList();
            Assert.All(images, image => Assert.Equal(images[0], image));
        }
        finally
        {
            workspaces.ForEach(workspace => workspace.Dispose());
        }
    }

    private static async Task<(string Digest, TimeSpan Duration)> CleanAsync()
    {
        using var workspace = NewApp();
        var watch = Stopwatch.StartNew();
        (await workspace.PublishEmbeddedAsync("app", Archive)).Succeeded();
        return (workspace.Digest("app"), watch.Elapsed);
    }

    // No .git: the time of a commit is an input of its own.
    private static Workspace NewApp() => new Workspace(asRepository: false).AddConsoleApp(program: Program);
}
