namespace MultiStage.EngineTests;

/// <summary>The app as files of this machine, and run there.</summary>
public sealed class ExportTests(Leftovers leftovers)
{
    private const string Aot =
        "<TargetFramework>net10.0</TargetFramework><PublishAot>true</PublishAot><InvariantGlobalization>true</InvariantGlobalization><ContainerBaseImage>scratch</ContainerBaseImage>";

    public static IEnumerable<TheoryDataRow<string>> Engines => Rows.PerEngine(Engine.Docker);

    [Theory, MemberData(nameof(Engines))]
    public async Task The_app_runs_where_it_was_exported_to(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace =
            new Workspace().AddConsoleApp(
                items: """<Content Include="old.txt" CopyToPublishDirectory="Always" Condition="Exists('old.txt')" />""")
                .Write("app/old.txt", "");
        var first = await ExportAsync(workspace, engine);
        Assert.Contains($"tiny -> {workspace.Path("app/bin/container/export")}/ (", first.Output, StringComparison.Ordinal);
        Assert.Equal("tiny a|b",
            (await workspace.RunAsync("app", workspace.Path("app/bin/container/export/tiny"), ["a", "b"])).Succeeded().Output.Trim());
        Assert.Contains("old.txt", Files(workspace));
        Assert.Contains("tiny.deps.json", Files(workspace));
        Assert.False(await engine.HasAsync("multistage-tiny:latest-export"));

        File.Delete(workspace.Path("app/old.txt"));
        workspace.Write("app/Program.cs", "System.Console.WriteLine(\"edited\");").Write("app/bin/container/export/own.txt", "");
        await ExportAsync(workspace, engine);
        Assert.Equal("edited",
            (await workspace.RunAsync("app", workspace.Path("app/bin/container/export/tiny"), [])).Succeeded().Output.Trim());
        Assert.DoesNotContain("old.txt", Files(workspace));
        Assert.Contains("own.txt", Files(workspace));

        // A build that fails leaves what was there.
        workspace.Write("app/Program.cs", "broken");
        Assert.NotEqual(0, (await workspace.PublishAsync("app", engine, "-p:ContainerTarget=export")).ExitCode);
        Assert.Equal("edited",
            (await workspace.RunAsync("app", workspace.Path("app/bin/container/export/tiny"), [])).Succeeded().Output.Trim());
        Assert.Equal(["export"], Directory.EnumerateFileSystemEntries(workspace.Path("app/bin/container")).Select(Path.GetFileName));
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task A_checked_in_file_stays_as_it_is()
    {
        using var workspace =
            new Workspace().AddConsoleApp(
                properties: "<ContainerDockerfile>Dockerfile</ContainerDockerfile><ContainerDockerfileCheck>true</ContainerDockerfileCheck>");
        (await workspace.DotNetAsync("app", ["msbuild", "-t:GenerateDockerfile", "-p:ContainerDockerfileCheck=false"])).Succeeded();
        var text = workspace.Read("app/Dockerfile");
        await ExportAsync(workspace, Engine.Docker, "-p:ContainerExportPath=" + workspace.Path("out%2C here"));
        Assert.Equal(text, workspace.Read("app/Dockerfile"));
        Assert.DoesNotContain("AS export", text, StringComparison.Ordinal);
        Assert.True(File.Exists(workspace.Path("out, here/tiny.dll")));

        (await workspace.PublishAsync("app", Engine.Docker, "-p:ContainerTarget=export", "-p:ContainerExportPath=..")).AssertOneError(
            "MST5702");
        workspace.Write("taken", "");
        (await workspace.PublishAsync("app", Engine.Docker, "-p:ContainerTarget=export",
            "-p:ContainerExportPath=../taken/out")).AssertOneError("MST5701");
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task The_embedded_engine_exports_what_this_machine_has_published()
    {
        using var workspace = new Workspace().AddConsoleApp();
        (await workspace.PublishEmbeddedAsync("app", "-p:ContainerTarget=export")).Succeeded();
        Assert.Equal("tiny a",
            (await workspace.RunAsync("app", workspace.Path("app/bin/container/export/tiny"), ["a"])).Succeeded().Output.Trim());
        Assert.Equal(["tiny", "tiny.deps.json", "tiny.dll", "tiny.pdb", "tiny.runtimeconfig.json"], Files(workspace));
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task A_native_program_comes_without_its_symbols_unless_they_are_wanted()
    {
        await NativeAot.PrepareBuilderAsync(Engine.Docker);
        using var workspace = new Workspace().AddConsoleApp();
        workspace.Write("app/tiny.csproj",
            workspace.Read("app/tiny.csproj").Replace("<TargetFramework>net10.0</TargetFramework>", Aot, StringComparison.Ordinal));
        await ExportAsync(workspace, Engine.Docker);
        Assert.Equal(["tiny"], Files(workspace));
        Assert.Equal("tiny a",
            (await workspace.RunAsync("app", workspace.Path("app/bin/container/export/tiny"), ["a"])).Succeeded().Output.Trim());

        // The image holds what was exported; the compiler does not run again for it.
        var image = leftovers.Add(Engine.Docker, "multistage-tiny:" + Publishing.NewTag());
        var publish = await workspace.PublishAsync("app", Engine.Docker, "-p:ContainerImageTag=" + image.Split(':')[1]);
        Assert.Contains("[publish 1/1]",
            string.Concat(
                publish.Succeeded().Output.Split('\n')
                    .Where(line => line.TrimEnd().EndsWith(" CACHED", StringComparison.Ordinal))), StringComparison.Ordinal);
        Assert.DoesNotContain((await SavedImage.OfAsync(Engine.Docker, image)).Layers.SelectMany(layer => layer.Files),
            file => file.Path.EndsWith(".dbg", StringComparison.Ordinal) || file.Path.EndsWith(".pdb", StringComparison.Ordinal));

        await ExportAsync(workspace, Engine.Docker, "-p:ContainerSymbols=true");
        Assert.Equal(["tiny", "tiny.dbg"], Files(workspace));
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task The_builder_can_link_for_another_architecture()
    {
        await NativeAot.PrepareBuilderAsync(Engine.Docker);
        using var workspace = new Workspace().AddConsoleApp();
        workspace.Write("app/tiny.csproj",
            workspace.Read("app/tiny.csproj").Replace("<TargetFramework>net10.0</TargetFramework>", Aot, StringComparison.Ordinal));
        var publish = await workspace.PublishAsync("app", Engine.Docker, "-p:ContainerTarget=export",
            "-p:ContainerRuntimeIdentifier=linux-arm64");

        // EM_AARCH64, and nothing else beside it: symbols are taken off by objcopy of the same architecture.
        publish.Succeeded();
        Assert.Equal(["tiny"], Files(workspace));
        Assert.Equal([0xb7, 0x00], File.ReadAllBytes(workspace.Path("app/bin/container/export/tiny"))[18..20]);
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task A_builder_without_a_compiler_is_a_coded_error()
    {
        using var workspace = new Workspace().AddConsoleApp();
        workspace.Write("app/tiny.csproj",
            workspace.Read("app/tiny.csproj")
                .Replace("<TargetFramework>net10.0</TargetFramework>",
                    Aot + "<ContainerSdkImage>mcr.microsoft.com/dotnet/sdk:10.0</ContainerSdkImage>", StringComparison.Ordinal));
        var error = (await workspace.PublishAsync("app", Engine.Docker, "-p:ContainerTarget=export")).AssertOneError("MST5703");
        Assert.Contains("Platform linker", error, StringComparison.Ordinal);
    }

    private static async Task<CommandResult> ExportAsync(Workspace workspace, Engine engine, params string[] arguments) =>
        (await workspace.PublishAsync("app", engine, ["-p:ContainerTarget=export", .. arguments])).Succeeded();

    private static IReadOnlyList<string> Files(Workspace workspace)
    {
        var folder = workspace.Path("app/bin/container/export");
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))
            .Order(StringComparer.Ordinal)];
    }
}
