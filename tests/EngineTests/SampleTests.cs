using System.Text.RegularExpressions;

namespace MultiStage.EngineTests;

/// <summary>The samples as images: they run, they hold what they should and nothing else.</summary>
public sealed partial class SampleTests(SampleImages samples)
{
    public static IEnumerable<TheoryDataRow<string, string>> All =>
        from engine in Rows.Engines
        from sample in new[] { "hello-web", "worker", "shop" }
        let isRepresentative = sample == "hello-web" || engine == Engine.Docker || (sample == "shop" && engine == Engine.Docker20)
        select new TheoryDataRow<string, string>(sample, engine.Name).WithTrait(Category.Name,
            isRepresentative ? Category.Representative : Category.Matrix);

    [Theory, MemberData(nameof(All))]
    public async Task The_image_runs_as_another_user_than_root_and_does_its_work(string sample, string engineName)
    {
        var image = await samples.GetAsync(sample, Rows.EngineOf(engineName));
        await using var container = await RunningContainer.StartAsync(image.Engine, image.Name);

        await SampleWork.CheckAsync(sample, container.GetAsync, container.WaitForLogAsync);
        Assert.Equal("1654", await container.UserAsync());
        Assert.Equal("1654", (await image.Engine.InspectAsync(image.Name)).GetProperty("Config").GetProperty("User").GetString());
    }

    [Theory, MemberData(nameof(All))]
    public async Task No_layer_holds_sources_tools_or_caches(string sample, string engineName)
    {
        var image = await samples.GetAsync(sample, Rows.EngineOf(engineName));
        var saved = await SavedImage.OfAsync(image.Engine, image.Name);

        var files = saved.Layers.SelectMany(layer => layer.Files).ToList();
        Assert.Contains(files, file => file.Path.EndsWith("/libcoreclr.so", StringComparison.Ordinal));
        Assert.NotEmpty(saved.App);
        Assert.DoesNotContain(files, file => Unwanted().IsMatch(file.Path));
        // What the app may not change: owned by root and readable for all.
        foreach (var file in files.Where(file => file.Path.StartsWith("app/", StringComparison.Ordinal)))
        {
            Assert.Equal(0, file.User);
            Assert.True(file.Mode.HasFlag(UnixFileMode.OtherRead), file.Path);
            Assert.False(file.Mode.HasFlag(UnixFileMode.OtherWrite), file.Path);
        }
    }

    [Theory, MemberData(nameof(All))]
    public async Task Nothing_is_compiled_on_the_host(string sample, string engineName)
    {
        var image = await samples.GetAsync(sample, Rows.EngineOf(engineName));
        var folder = image.Workspace.Path("sample-apps/" + sample);

        Assert.Empty(Directory.EnumerateDirectories(folder, "bin", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateDirectories(folder, "Release", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(folder, "*.dll", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(folder, "*.unfinished", SearchOption.AllDirectories));
    }

    [Theory, MemberData(nameof(All))]
    public async Task One_line_tells_what_came_out(string sample, string engineName)
    {
        var image = await samples.GetAsync(sample, Rows.EngineOf(engineName));
        var project = sample == "shop" ? "Shop.Web" : sample;
        var inspected = await image.Engine.InspectAsync(image.Name);
        var id = inspected.GetProperty("Id").GetString()!;
        var size = (inspected.GetProperty("Size").GetInt64() / 1e6).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);

        var line = Assert.Single(image.Publish.Output.Split('\n'),
            line => line.Contains(project + " -> ", StringComparison.Ordinal) && line.Contains("sha256:", StringComparison.Ordinal));

        Assert.Equal($"{project} -> {image.Name} ({id[..19]}, {size} MB)", line.Trim());
    }

    // A source, a project, an SDK, a cache of NuGet, a repository; symbols, source maps, results of tests, tools for debugging.
    [GeneratedRegex(@"\.(cs|csproj|fs|fsproj|vb|vbproj|sln|slnx|nupkg)$|(^|/)(\.git|\.nuget|NuGet|obj)(/|$)|^usr/(share|lib)/dotnet/sdk/|^src/|^out/|^root/\.(nuget|dotnet|local)/|^run/secrets/.|\.(pdb|dbg|map|trx)$|^opt/dotnet-tools|(^|/)node_modules/|(^|/)(xunit|testhost)[^/]*$", RegexOptions.IgnoreCase)]
    internal static partial Regex Unwanted();
}
