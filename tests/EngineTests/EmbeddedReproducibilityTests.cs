namespace MultiStage.EngineTests;

/// <summary>One input, one digest: the embedded engine looks at nothing else.</summary>
public sealed class EmbeddedReproducibilityTests
{
    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task The_digest_is_the_same_in_another_folder_under_another_user_umask_time_zone_and_culture_with_an_empty_cache()
    {
        using var first = NewApp();
        (await first.PublishEmbeddedAsync("src/app", "-p:ContainerLayoutPath=../../image")).Succeeded();
        var digest = first.Digest("src/app");

        using var second = NewApp();
        foreach (var file in Directory.EnumerateFiles(second.Folder, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        (await CommandLine.RunAsync("chown", ["-R", "23456:23456", second.Folder], "/")).Succeeded();
        (await second.RunAsync("src/app", "setpriv",
            ["--reuid=23456", "--regid=23456", "--clear-groups", "sh", "-c", "umask 077; exec dotnet \"$@\"", "sh",
             "publish", Publishing.MultiStage, "-p:ContainerEngine=embedded", "-p:ContainerBaseRegistry="
                 + Engine.Registry, "-p:ContainerLayoutPath=../../image"],
            new Dictionary<string, string?>
            {
                ["HOME"] = second.Path("home"),
                ["XDG_CACHE_HOME"] = second.Path("cache"),
                ["NUGET_PACKAGES"] = second.Path("packages"),
                ["DOTNET_CLI_HOME"] = second.Path("home"),
                ["TMPDIR"] = second.Path("tmp"),
                ["TZ"] = "Pacific/Chatham",
                ["LANG"] = "tr_TR.UTF-8",
                ["LC_ALL"] = "tr_TR.UTF-8",
            })).Succeeded();

        Assert.Equal(digest, second.Digest("src/app"));
    }

    [Theory, InlineData("+400d"), InlineData("-400d"), Trait(Category.Name, Category.Matrix)]
    public async Task The_digest_is_the_same_with_another_clock(string offset)
    {
        const string tellTime =
            """<Project><Target Name="TellTime" BeforeTargets="CoreCompile"><Message Importance="high" Text="the year is $([System.DateTime]::UtcNow.Year)" /></Target></Project>""";
        using var first = NewApp().Write("src/app/Directory.Build.targets", tellTime);
        (await first.PublishEmbeddedAsync("src/app", "-p:ContainerLayoutPath=../../image")).Succeeded();

        using var second = NewApp().Write("src/app/Directory.Build.targets", tellTime);
        // The monotonic clock stays: .NET waits by it.
        var publish = (await second.RunAsync("src/app", "faketime",
            ["-f", offset, "dotnet", "publish", Publishing.MultiStage, "-p:ContainerEngine=embedded",
                "-p:ContainerBaseRegistry=" + Engine.Registry, "-p:ContainerLayoutPath=../../image", "-v:n"],
            new Dictionary<string, string?> { ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
                ["XDG_CACHE_HOME"] = second.Path("cache") })).Succeeded();

        var year = DateTime.UtcNow.AddDays(int.Parse(offset.TrimEnd('d'), System.Globalization.CultureInfo.InvariantCulture)).Year;
        Assert.Contains($"the year is {year}", publish.Output, StringComparison.Ordinal);
        Assert.Equal(first.Digest("src/app"), second.Digest("src/app"));
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task A_second_publish_writes_nothing_and_an_edit_changes_one_layer()
    {
        using var workspace = NewApp();
        string[] arguments = ["-p:ContainerArchiveOutputPath=../../image.tar"];
        (await workspace.PublishEmbeddedAsync("src/app", arguments)).Succeeded();
        var digest = workspace.Digest("src/app");
        var archive = File.GetLastWriteTimeUtc(workspace.Path("image.tar"));
        var layers = SavedImage.Read(workspace.Path("image.tar")).LayerDigests;

        var again = (await workspace.PublishEmbeddedAsync("src/app", arguments)).Succeeded();
        Assert.Contains(", unchanged)", again.Output, StringComparison.Ordinal);
        Assert.Equal((digest, archive), (workspace.Digest("src/app"), File.GetLastWriteTimeUtc(workspace.Path("image.tar"))));

        workspace.Write("src/app/Program.cs", "System.Console.WriteLine(\"edited \" + Library.Name.Value);");
        (await workspace.PublishEmbeddedAsync("src/app", arguments)).Succeeded();
        var edited = SavedImage.Read(workspace.Path("image.tar")).LayerDigests;
        Assert.NotEqual(digest, workspace.Digest("src/app"));
        Assert.Equal(layers.SkipLast(1), edited.SkipLast(1));
        Assert.NotEqual(layers[^1], edited[^1]);

        // Back again: the image of the beginning, from what the cache kept.
        workspace.Write("src/app/Program.cs", Program);
        (await workspace.PublishEmbeddedAsync("src/app", arguments)).Succeeded();
        Assert.Equal(digest, workspace.Digest("src/app"));
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task What_the_project_has_no_longer_is_not_published_again()
    {
        using var workspace = NewApp();
        string[] arguments = ["-p:ContainerArchiveOutputPath=../../image.tar"];
        var project = workspace.Read("src/app/tiny.csproj");
        workspace.Write("src/app/old.txt", "old").Write("src/app/tiny.csproj", project.Replace("</Project>", """
              <ItemGroup><Content Include="old.txt" CopyToPublishDirectory="PreserveNewest" /></ItemGroup>
              <Target Name="Hook" AfterTargets="Publish"><WriteLinesToFile File="$(PublishDir)hook.txt" Lines="hook" /></Target>
            </Project>
            """, StringComparison.Ordinal));
        (await workspace.PublishEmbeddedAsync("src/app", arguments)).Succeeded();
        var before = SavedImage.Read(workspace.Path("image.tar")).App.Keys.ToList();
        Assert.Contains("old.txt", before);
        Assert.Contains("hook.txt", before);

        workspace.Write("src/app/tiny.csproj", project);
        (await workspace.PublishEmbeddedAsync("src/app", arguments)).Succeeded();

        Assert.Equal(before.Except(["old.txt", "hook.txt"]).Order(), SavedImage.Read(workspace.Path("image.tar")).App.Keys.Order());
    }

    private const string Program = "System.Console.WriteLine(\"tiny \" + Library.Name.Value);";

    // No .git: the time of a commit is an input of its own.
    private static Workspace NewApp()
    {
        var workspace = new Workspace(asRepository: false).AddConsoleApp("src/app",
            items: """<ProjectReference Include="../library/library.csproj" />""", program: Program);
        foreach (var folder in new[] { "home", "cache", "packages", "tmp" })
            Directory.CreateDirectory(workspace.Path(folder));
        return workspace
            .Write("src/library/library.csproj",
                """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""")
            .Write("src/library/Name.cs", "namespace Library; public static class Name { public static string Value => \"library\"; }");
    }
}
