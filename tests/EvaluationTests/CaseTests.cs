namespace MultiStage.EvaluationTests;

/// <summary>
/// Small trees whose builds read more than items and imports. What a builder makes of nothing but the files that travel is
/// what a plain publish makes of the whole tree: the same files, and the same words of the app.
/// </summary>
public sealed class CaseTests
{
    [Theory]
    [InlineData("01-version-file", "src/App/App.csproj", "version 4.5.6.0")]
    [InlineData("02-root-marker", "src/App/App.csproj", "common props read")]
    [InlineData("04-hintpath-siblings", "src/App/App.csproj", null)]
    [InlineData("05-proto-imports", "src/App/App.csproj", null)]
    [InlineData("19-pubxml-user", "App/App.csproj", "profile applied", "-p:PublishProfile=Docker")]
    [InlineData("26-folders-named-like-outputs", "App.csproj", "from Binfrom artifacts")]
    public async Task A_builder_makes_what_a_plain_publish_makes(string name, string project, string? words, params string[] arguments)
    {
        using var repository = Case(name);
        var generation = await repository.GenerateAsync(project, arguments);
        generation.Result.Succeeded();
        using var builder = await BuilderOnHost.RunAsync(repository, generation);
        (await repository.Workspace.DotNetAsync("",
            ["publish", project, "-c", "Release", "-o", repository.Workspace.Path("plain"), .. arguments])).Succeeded();

        // web.config is for IIS; the .NET SDK leaves it out where a platform is named, and the builder names one.
        Assert.Equal(Names(repository.Workspace.Path("plain")).Where(file => file != "web.config"),
            builder.PublishedFiles.Where(file => !file.EndsWith(".pdb", StringComparison.Ordinal)));
        var plain = await repository.Workspace.DotNetAsync("", [repository.Workspace.Path("plain/App.dll")]);
        Assert.True(words is null || plain.Succeeded().Output.Contains(words, StringComparison.Ordinal), plain.Output);
        Assert.Equal(plain.Succeeded().Output, (await RunAsync(repository, builder)).Succeeded().Output);
    }

    // The tool and the packages are those of the machine's feeds; what travels, and what runs first, is told by evaluation.
    [Fact]
    public async Task Paket_reads_its_own_files_and_its_tool_is_restored_first()
    {
        using var repository = Case("06-paket");
        repository.Write("paket.dependencies", "source https://example.com/index.json\nsource ./feed\nnuget FSharp.Core\n")
            .Write("feed/FSharp.Core.11.0.101.nupkg").Write("feed/notes.txt");
        var generation = await repository.GenerateAsync("src/App/App.fsproj");
        foreach (var path in new[] { ".config/dotnet-tools.json", ".paket/Paket.Restore.targets", "paket.dependencies", "paket.lock",
            "src/App/paket.references", "feed/FSharp.Core.11.0.101.nupkg" })
        {
            Assert.Contains(path, generation.RestoreInputs);
            Assert.True(generation.Travels(path), path);
        }
        Assert.False(generation.Travels("feed/notes.txt"));
        Assert.Equal(["dotnet", "tool", "restore", "--tool-manifest", ".config/dotnet-tools.json", "dotnet", "restore"],
            generation.Command("build").SkipWhile(word => word != "dotnet").Take(7));
    }

    [Fact]
    public async Task Unpacked_packages_in_the_repository_are_no_inputs()
    {
        using var repository = Case("07-global-packages-folder");
        repository.Write("nuget.config",
            repository.Workspace.Read("nuget.config")
                .Replace("<configuration>", """<configuration><config><add key="globalPackagesFolder" value="packages" /></config>""",
                    StringComparison.Ordinal));
        var before = await repository.GenerateAsync("App.csproj");
        var text = before.Dockerfile + before.IgnoreFile + before.PlanText;
        repository.Write("packages/other/1.0.0/content/Other.csproj", "<Project />")
            .Write("packages/other/1.0.0/lib/Code.cs", "class Code { }").Write("obj/x.cs", "");
        var after = await repository.GenerateAsync("App.csproj");
        Assert.Equal(text, after.Dockerfile + after.IgnoreFile + after.PlanText);
        Assert.False(after.Travels("packages/other/1.0.0/lib/Code.cs"));
    }

    // The trees bring no feed for this package.
    private static Repository Case(string name)
    {
        var repository = new Repository();
        var folder = System.IO.Path.Combine(Checkout.Root, "tests", "cases", name);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = repository.Workspace.Path(System.IO.Path.GetRelativePath(folder, file));
            if (System.IO.Path.GetFileName(file) == "nuget.config")
                continue;
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return repository;
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(folder, file))
            .Where(file => !file.EndsWith(".pdb", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    // The layers are put together as the image does it.
    private static async Task<CommandResult> RunAsync(Repository repository, BuilderOnHost builder)
    {
        var app = repository.Workspace.Path("image");
        foreach (var layer in Directory.GetDirectories(builder.Out))
            foreach (var file in Directory.EnumerateFiles(layer, "*", SearchOption.AllDirectories))
            {
                var target = System.IO.Path.Combine(app, System.IO.Path.GetRelativePath(layer, file));
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
                File.Copy(file, target, overwrite: true);
            }
        return await repository.Workspace.DotNetAsync("", [System.IO.Path.Combine(app, "App.dll")]);
    }
}
