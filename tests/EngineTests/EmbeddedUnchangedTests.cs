using System.Security.Cryptography;

namespace MultiStage.EngineTests;

/// <summary>A publish on this machine runs when something that it may read has changed, and only then.</summary>
public sealed class EmbeddedUnchangedTests
{
    private const string Taken = "nothing has changed since the last one";
    private const string Archive = "-p:ContainerArchiveOutputPath=../../image.tar";
    private const string Program = """
        string[] words = [Words.First, Library.Words.Second, System.IO.File.ReadAllText(System.AppContext.BaseDirectory + "third.txt").Trim()];
        System.Console.WriteLine(string.Join(' ', words));
        """;

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task Each_change_of_an_input_publishes_again()
    {
        using var workspace = NewApp();
        foreach (var arguments in new string[][] { ["init", "--quiet"], ["add", "src"], Commit("first") })
            (await workspace.RunAsync("", "git", arguments)).Succeeded();
        // Packages lie in the repository, as in the workspaces of some CI services; so does the cache of these tests.
        var environment = new Dictionary<string, string?> { ["NUGET_PACKAGES"] = workspace.Path("packages") };
        async Task<bool> IsTakenAsync(params string[] arguments) =>
            (await workspace.PublishEmbeddedAsync("src/app", null, environment, [Archive, .. arguments])).Succeeded().Output.Contains(Taken,
                StringComparison.Ordinal);

        Assert.False(await IsTakenAsync());
        Assert.True(await IsTakenAsync());
        await PrintsAsync(workspace, "one two three");

        // Of the project, of one that it references, and of no project at all: a target of the project reads it.
        foreach (var (file, text, printed) in new[]
        {
            ("src/app/Words.cs", "static class Words { public const string First = \"ONE\"; }", "ONE two three"),
            ("src/library/Words.cs", "namespace Library; public static class Words { public static string Second => \"TWO\"; }",
                "ONE TWO three"),
            ("elsewhere/third.txt", "THREE", "ONE TWO THREE"),
        })
        {
            workspace.Write(file, text);
            Assert.False(await IsTakenAsync(), file);
            await PrintsAsync(workspace, printed);
            Assert.True(await IsTakenAsync(), file);
        }

        // What only builds and editors write is nothing to publish for.
        workspace.Write("src/app/bin/Debug/net10.0/tiny.dll", "x").Write(".vs/state", "x").Write("src/app/node_modules/a/index.js", "x");
        Assert.True(await IsTakenAsync());

        // The .NET SDK writes the commit into assemblies.
        (await workspace.RunAsync("", "git", Commit("second"))).Succeeded();
        Assert.False(await IsTakenAsync());
        Assert.True(await IsTakenAsync());

        // What the last publish left has to be there as it was left.
        File.WriteAllText(Published(workspace, "third.txt"), "of somebody else");
        Assert.False(await IsTakenAsync());
        await PrintsAsync(workspace, "ONE TWO THREE");

        environment["WORD"] = "four";
        Assert.False(await IsTakenAsync());
        Assert.False(await IsTakenAsync("-p:Word=five"));
        Assert.True(await IsTakenAsync("-p:Word=five"));
        Assert.False(await IsTakenAsync("-p:Word=five", "-p:ContainerSkipUnchangedPublish=false"));
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task A_publish_that_failed_or_was_edited_meanwhile_is_not_taken()
    {
        using var workspace = NewApp();
        async Task<bool> IsTakenAsync() =>
            (await workspace.PublishEmbeddedAsync("src/app", Archive)).Succeeded().Output.Contains(Taken, StringComparison.Ordinal);

        Assert.False(await IsTakenAsync());
        workspace.Write("src/app/Words.cs", "not C#");
        for (var time = 0; time < 2; time++)
            Assert.NotEqual(0, (await workspace.PublishEmbeddedAsync("src/app", Archive)).ExitCode);
        workspace.Write("src/app/Words.cs", Words("uno"));
        Assert.False(await IsTakenAsync());
        Assert.True(await IsTakenAsync());

        // The target stands for a person who saves a file while the compiler runs.
        workspace.Write("src/app/Directory.Build.props",
            $"""<Project><Target Name="Save" AfterTargets="CoreCompile"><WriteLinesToFile File="Words.cs" Lines="{Words("due").Replace(";", "%3b", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal)}" Overwrite="true" WriteOnlyWhenDifferent="true" /></Target></Project>""");
        Assert.False(await IsTakenAsync());
        await PrintsAsync(workspace, "uno two three");
        Assert.False(await IsTakenAsync());
        await PrintsAsync(workspace, "due two three");
    }

    // cp -p, mv, tar x and restored caches leave files whose times are older than what was built from the files before.
    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task An_edit_with_an_older_time_reaches_the_image()
    {
        using var workspace = NewApp();
        async Task PublishAsync() => (await workspace.PublishEmbeddedAsync("src/app", Archive)).Succeeded();
        void Replace(string file, string text)
        {
            workspace.Write(file, text);
            File.SetLastWriteTimeUtc(workspace.Path(file), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        await PublishAsync();
        await PrintsAsync(workspace, "one two three");
        Replace("src/library/Words.cs", "namespace Library; public static class Words { public static string Second => \"TWO\"; }");
        await PublishAsync();
        await PrintsAsync(workspace, "one TWO three");

        // Also after a publish that failed half-way, of which nothing is recorded.
        workspace.Write("src/app/Words.cs", "not C#");
        Assert.NotEqual(0, (await workspace.PublishEmbeddedAsync("src/app", Archive)).ExitCode);
        Replace("src/app/Words.cs", Words("ONE"));
        Replace("elsewhere/third.txt", "THREE");
        await PublishAsync();
        await PrintsAsync(workspace, "ONE TWO THREE");
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task An_image_is_the_same_whether_its_files_were_published_now_or_before()
    {
        using var workspace = NewApp();
        List<string> digests = [];
        foreach (var arguments in new string[][] { [], [], ["-p:ContainerSkipUnchangedPublish=false"] })
        {
            var publish =
                (await workspace.PublishEmbeddedAsync("src/app",
                    ["-p:ContainerLayoutPath=../../image", "-p:PublishSelfContained=true", .. arguments])).Succeeded();
            Assert.Equal(digests.Count == 1, publish.Output.Contains(Taken, StringComparison.Ordinal));
            digests.Add(workspace.Digest("src/app"));
        }
        Assert.Single(digests.Distinct());
    }

    private static string[] Commit(string message) =>
        ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--allow-empty", "-m", message];

    private static string Words(string first) => $"static class Words {{ public const string First = \"{first}\"; }}";

    private static string Published(Workspace workspace, string file) =>
        Directory.EnumerateFiles(workspace.Generated("src/app", "publish"), file, SearchOption.AllDirectories).Single();

    // The app says what it was made from, and the image holds that app.
    private static async Task PrintsAsync(Workspace workspace, string words)
    {
        var app = SavedImage.Read(workspace.Path("image.tar")).App;
        foreach (var file in new[] { "tiny.dll", "library.dll", "third.txt" })
            Assert.Equal(Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Published(workspace, file)))), app[file]);
        Assert.Equal(words,
            (await CommandLine.RunAsync("dotnet", [Published(workspace, "tiny.dll")], workspace.Folder)).Succeeded().StandardOutput.Trim());
    }

    private static Workspace NewApp() => new Workspace()
        .AddConsoleApp("src/app", program: Program, items: """
            <ProjectReference Include="../library/library.csproj" />
            """)
        .Write("src/app/Words.cs", Words("one"))
        .Write("src/app/Directory.Build.targets",
            """<Project><Target Name="CopyWord" AfterTargets="Publish"><Copy SourceFiles="../../elsewhere/third.txt" DestinationFolder="$(PublishDir)" /></Target></Project>""")
        .Write("elsewhere/third.txt", "three")
        .Write("src/library/library.csproj",
            """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""")
        .Write("src/library/Words.cs", "namespace Library; public static class Words { public static string Second => \"two\"; }");
}
