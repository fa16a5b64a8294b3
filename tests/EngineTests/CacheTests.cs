namespace MultiStage.EngineTests;

/// <summary>What is built again after a change, and what an emptied cache cannot break.</summary>
public sealed class CacheTests(Leftovers leftovers)
{
    public static IEnumerable<TheoryDataRow<string>> Edits => Rows.PerEngine(Engine.Docker);

    public static IEnumerable<TheoryDataRow<string>> Prunes => Rows.PerEngine(Engine.Docker20);

    // The layers above the base image: packages, projects and app come last, in this order.
    private static readonly Index Packages = ^3, Projects = ^2, App = ^1;

    [Theory, MemberData(nameof(Edits))]
    public async Task An_edit_builds_only_what_it_touches(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = NewShop();
        var first = await PublishAsync(workspace, engine);
        Assert.False(first.RestoreIsCached);

        Append(workspace, "src/Shop.Web/Program.cs", "// edited\ninternal sealed record Edited(string Text);");
        var app = await PublishAsync(workspace, engine);
        Assert.True(app.RestoreIsCached);
        Assert.Equal(first.Layers.SkipLast(1), app.Layers.SkipLast(1));
        Assert.NotEqual(first.Layers.ElementAt(App), app.Layers.ElementAt(App));

        Append(workspace, "src/Shop.Domain/Product.cs", "public sealed record Edited(string Text);");
        var library = await PublishAsync(workspace, engine);
        Assert.True(library.RestoreIsCached);
        Assert.Equal(first.Layers.SkipLast(2), library.Layers.SkipLast(2));
        Assert.NotEqual(app.Layers.ElementAt(Projects), library.Layers.ElementAt(Projects));

        var same = await PublishAsync(workspace, engine);
        Assert.Equal(library.Layers, same.Layers);
        Assert.Contains(same.Cached, step => step.Contains("[publish 1/1]", StringComparison.Ordinal));

        Replace(workspace, "Directory.Packages.props", "\"Polly.Core\" Version=\"8.9.1\"", "\"Polly.Core\" Version=\"8.5.2\"");
        var package = await PublishAsync(workspace, engine);
        Assert.False(package.RestoreIsCached);
        Assert.NotEqual(library.Layers.ElementAt(Packages), package.Layers.ElementAt(Packages));
    }

    [Theory, MemberData(nameof(Prunes))]
    public async Task A_build_survives_whatever_is_pruned(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = NewShop();
        await PublishAsync(workspace, engine);

        // A fresh cache mount over cached layers: what the restore step cached must not be needed there.
        (await engine.RunAsync("builder", "prune", "--force", "--all", "--filter", "type=exec.cachemount")).Succeeded();
        Append(workspace, "src/Shop.Web/Program.cs", "// edited");
        // Docker 28 forgets the step together with its mount, older ones keep it; either way the build succeeds.
        await PublishAsync(workspace, engine);

        // The reverse: layers gone, the mount kept.
        (await engine.RunAsync("builder", "prune", "--force", "--all", "--filter", "type=regular")).Succeeded();
        await PublishAsync(workspace, engine);

        (await engine.RunAsync("builder", "prune", "--force", "--all")).Succeeded();
        var fresh = await PublishAsync(workspace, engine);
        Assert.False(fresh.RestoreIsCached);
    }

    // Content of its own for every run: nothing that an earlier run left in the engine may be taken for cached.
    private static Workspace NewShop()
    {
        var workspace = new Workspace();
        workspace.AddSample("shop");
        Replace(workspace, "Directory.Packages.props", "<Project>", $"<Project>\n  <!-- {Guid.NewGuid()} -->");
        return workspace;
    }

    private static void Append(Workspace workspace, string file, string text) =>
        File.AppendAllText(workspace.Path("sample-apps/shop/" + file), text + "\n");

    private static void Replace(Workspace workspace, string file, string old, string replacement)
    {
        var text = workspace.Read("sample-apps/shop/" + file);
        Assert.Contains(old, text, StringComparison.Ordinal);
        workspace.Write("sample-apps/shop/" + file, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    private async Task<Build> PublishAsync(Workspace workspace, Engine engine)
    {
        var tag = Publishing.NewTag();
        var result = await workspace.PublishAsync("sample-apps/shop/src/Shop.Web", engine, "-p:ContainerImageTag=" + tag);
        result.Succeeded();
        var cached = result.Output.Split('\n').Where(line => line.TrimEnd().EndsWith(" CACHED", StringComparison.Ordinal)).ToList();
        return new Build(await engine.LayersAsync(leftovers.Add(engine, "shop:" + tag)), cached);
    }

    private sealed record Build(IReadOnlyList<string> Layers, IReadOnlyList<string> Cached)
    {
        public bool RestoreIsCached => Cached.Any(line => line.Contains("dotnet restore", StringComparison.Ordinal));
    }
}
