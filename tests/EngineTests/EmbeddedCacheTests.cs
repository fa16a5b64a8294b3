using System.Diagnostics;
using System.Globalization;

namespace MultiStage.EngineTests;

/// <summary>The embedded engine's cache, after the worst that can happen to it.</summary>
public sealed class EmbeddedCacheTests
{
    private const int Kills = 20;
    private const string Archive = "-p:ContainerArchiveOutputPath=../image.tar";
    private const string Program = "System.Console.WriteLine(\"tiny\");";

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task A_killed_publish_does_not_show_in_the_next()
    {
        var (digest, duration) = await CleanAsync();
        using var workspace = NewApp();
        // One after the other with the same cache and folders; now and then the work of the first publish is killed, too.
        for (var number = 0; number < Kills; number++)
        {
            if (number % 4 == 0 && Directory.Exists(workspace.Path("cache")))
                Directory.Delete(workspace.Path("cache"), recursive: true);
            if (number % 8 == 4)
                Directory.Delete(workspace.Path("app/obj"), recursive: true);
            workspace.Write("app/Program.cs", $"System.Console.WriteLine({number});");
            var seconds = (Random.Shared.NextDouble() * duration.TotalSeconds).ToString("F2", CultureInfo.InvariantCulture);
            await workspace.RunAsync("app", "bash",
                ["-c", "setsid dotnet \"${@:2}\" & sleep \"$1\"; kill -9 -- \"-$!\"; wait", "bash", seconds,
                 "publish", Publishing.MultiStage, "-p:ContainerEngine=embedded", "-p:ContainerBaseRegistry=" + Engine.Registry, Archive],
                new Dictionary<string, string?> { ["XDG_CACHE_HOME"] = workspace.Path("cache") });

            workspace.Write("app/Program.cs", Program);
            var next = await workspace.PublishEmbeddedAsync("app", Archive);
            Assert.True(next.ExitCode == 0, $"After kill {number} at {seconds} s:\n{next.Output}");
            Assert.Equal((number, seconds, digest), (number, seconds, workspace.Digest("app")));
        }
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
        Assert.Equal(new[] { young, ".image.tar.mine.tmp", "image.tar" }.Order(StringComparer.Ordinal), Directory.EnumerateFiles(workspace.Folder, "*image.tar*").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task Publishes_at_once_share_a_cache()
    {
        var (digest, _) = await CleanAsync();
        var workspaces = Enumerable.Range(0, 4).Select(_ => NewApp()).ToList();
        try
        {
            var cache = new Dictionary<string, string?> { ["XDG_CACHE_HOME"] = workspaces[0].Path("cache") };
            foreach (var result in await Task.WhenAll(workspaces.Select(workspace => workspace.PublishEmbeddedAsync("app", null, cache, Archive))))
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
