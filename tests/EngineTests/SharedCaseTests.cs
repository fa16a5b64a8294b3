using System.Formats.Tar;
using System.Text.Json;

namespace MultiStage.EngineTests;

/// <summary>
/// Small trees that a plain publish handles: the image has the same files, and the app says the same; or one code tells what
/// to add. <c>tests/cases</c> has the trees.
/// </summary>
public sealed class SharedCaseTests(Leftovers leftovers)
{
    private const string App = "src/App/App.csproj";

    private static readonly IReadOnlyList<SharedCaseFacts> Cases =
    [
        new("01-version-file", App, "version 4.5.6.0"),
        new("02-root-marker", App, "common props read"),
        new("04-hintpath-siblings", App, ""),
        new("05-proto-imports", App, ""),
        // The first restore of the whole tree puts Paket's own targets into the place of the case's. The F# compiler makes a
        // module's identity of the folder that it runs in, whatever the path map says: 54 bytes are others.
        new("06-paket", "src/App/App.fsproj", "[1,2]")
        {
            OtherBytes = ["docker", "embedded"],
            Preparation = ["tool restore", "paket restore"],
            FolderFeed = ["FSharp.Core/11.0.101", "Newtonsoft.Json/13.0.4"],
        },
        new("07-global-packages-folder", "App.csproj", """{"a":1}""") { KeepsPackages = true },
        new("13b-codegen-msbuild-task", App, "generated") { CodeInBuilder = "MST1052" },
        new("19-pubxml-user", "App/App.csproj", "profile applied") { Arguments = ["-p:PublishProfile=Docker"] },
        // In a container obj is elsewhere, and the embedded engine maps its own to the one of this machine.
        new("21-container-condition", App, "lib") { OtherBytes = ["embedded"] },
        new("26-folders-named-like-outputs", "App.csproj", "from Binfrom artifacts"),
        new("31-feed-address-from-environment", App, "StringHumanizeExtensions") { FeedPackage = "Humanizer.Core/2.14.1" },
        new("33-options-set-by-targets", "App.csproj", "hi") { Folder = "home/site" },
    ];

    // The rest is in the full matrix: each builds an image.
    private static readonly string[] Representative =
        ["02-root-marker", "21-container-condition", "26-folders-named-like-outputs"];

    public static IEnumerable<TheoryDataRow<string>> Rows => Cases.Select(facts => new TheoryDataRow<string>(facts.Name)
        .WithTrait(Category.Name, Representative.Contains(facts.Name) ? Category.Representative : Category.Matrix));

    [Theory, MemberData(nameof(Rows))]
    public async Task Docker(string name)
    {
        var facts = Cases.Single(candidate => candidate.Name == name);
        using var tree = await SharedCase.OpenAsync(facts);
        var image = leftovers.Add(Engine.Docker, "multistage-case:" + Publishing.NewTag());

        var result = await tree.Workspace.DotNetAsync(tree.ProjectFolder,
            ["publish", Publishing.MultiStage, Publishing.Network, .. Named(image), .. facts.Arguments], Engine.Docker, tree.Environment);

        if (facts.CodeInBuilder.Length > 0)
            result.AssertOneError(facts.CodeInBuilder);
        else
            await CheckAsync(facts, result, image, "docker");
    }

    [Theory, MemberData(nameof(Rows))]
    public async Task Embedded(string name)
    {
        var facts = Cases.Single(candidate => candidate.Name == name);
        using var tree = await SharedCase.OpenAsync(facts);
        var image = leftovers.Add(Engine.Docker, "multistage-case:" + Publishing.NewTag());
        var archive = tree.Workspace.Path("image.tar");

        var result = await tree.Workspace.PublishEmbeddedAsync(tree.ProjectFolder, null, tree.Environment,
            [.. Named(image), "-p:ContainerArchiveOutputPath=" + archive, .. facts.Arguments]);

        result.Succeeded();
        (await Engine.Docker.RunAsync("load", "--input", archive)).Succeeded();
        await CheckAsync(facts, result, image, "embedded");
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public void Every_tree_is_here() => Assert.Equal(
        Directory.EnumerateDirectories(Path.Combine(Checkout.Root, "tests", "cases")).Select(Path.GetFileName).Order(),
        Cases.Select(facts => facts.Name).Order());

    private static async Task CheckAsync(SharedCaseFacts facts, CommandResult result, string image, string engine)
    {
        result.Succeeded();
        var plain = await SharedCase.PublishPlainAsync(facts);
        Assert.Contains(facts.Words, plain.Words, StringComparison.Ordinal);
        var files = (await SavedImage.OfAsync(Engine.Docker, image)).Files
            .Where(file => file.Type is TarEntryType.RegularFile or TarEntryType.V7RegularFile
                && file.Path.StartsWith(facts.Folder + "/", StringComparison.Ordinal))
            .ToDictionary(file => file.Path[(facts.Folder.Length + 1)..], file => file.Hash);

        Assert.Equal(plain.Files.Where(Ships).Order(StringComparer.Ordinal), files.Keys.Order(StringComparer.Ordinal));
        if (!facts.OtherBytes.Contains(engine))
            Assert.Empty(files.Where(file => plain.Hashes[file.Key] != file.Value).Select(file => file.Key));
        var words = await Engine.Docker.RunAsync("run", "--rm", "--network=host", "--entrypoint", "dotnet", image,
            $"/{facts.Folder}/App.dll");
        Assert.Equal(plain.Words, words.Succeeded().Output);
        if (facts.Name.StartsWith("33", StringComparison.Ordinal))
            CheckSettings((await Engine.Docker.InspectAsync(image)).GetProperty("Config"));
        else
            Assert.Equal(plain.Words, (await Engine.Docker.RunImageAsync(image)).Succeeded().Output);
    }

    private static void CheckSettings(JsonElement settings)
    {
        Assert.Equal("/home/site", settings.GetProperty("WorkingDir").GetString());
        Assert.Equal("root", settings.GetProperty("User").GetString());
        Assert.Equal("yes", settings.GetProperty("Labels").GetProperty("late").GetString());
        Assert.True(settings.GetProperty("ExposedPorts").TryGetProperty("7071/tcp", out _));
        Assert.Equal("/opt/start.sh", settings.GetProperty("Entrypoint")[0].GetString());
    }

    // web.config is for IIS: the .NET SDK leaves it out where a platform is named, and the builder names one. Symbols stay
    // behind unless they are asked for.
    private static bool Ships(string path) => path != "web.config" && !path.EndsWith(".pdb", StringComparison.Ordinal);

    private static string[] Named(string image) =>
        ["-p:ContainerRepository=" + image.Split(':')[0], "-p:ContainerImageTag=" + image.Split(':')[1]];
}
