namespace MultiStage.EngineTests;

/// <summary>Kinds of apps and ways of publishing.</summary>
public sealed class KindTests(Leftovers leftovers)
{
    private const string Source =
        """System.Console.WriteLine("tiny " + System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier);""";

    public static IEnumerable<TheoryDataRow<string>> Engines => Rows.PerEngine(Engine.Docker);

    public static IEnumerable<TheoryDataRow<string>> MatrixEngines => Rows.PerEngine();

    [Theory, MemberData(nameof(Engines))]
    public async Task A_self_contained_app_has_the_runtime_in_a_layer_of_its_own(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace =
            new Workspace().AddConsoleApp(
                properties: "<SelfContained>true</SelfContained><RuntimeIdentifier>linux-x64</RuntimeIdentifier><InvariantGlobalization>true</InvariantGlobalization>", program: Source);
        var image = await PublishAsync(workspace, engine);

        Assert.Equal("tiny linux-x64", (await engine.RunImageAsync(image)).Succeeded().Output.Trim());
        var layers = (await SavedImage.OfAsync(engine, image)).Layers.TakeLast(2)
            .Select(layer => layer.Files.Select(file => file.Path).ToList()).ToList();
        Assert.Contains("app/libcoreclr.so", layers[0]);
        Assert.Contains("app/System.Private.CoreLib.dll", layers[0]);
        Assert.Contains("app/tiny", layers[1]);
        Assert.Contains("app/tiny.dll", layers[1]);
        Assert.DoesNotContain(layers[1], path => path.Contains("System.", StringComparison.Ordinal));

        // An edit leaves the runtime's layer as it is.
        var before = await engine.LayersAsync(image);
        await File.AppendAllTextAsync(workspace.Path("app/Program.cs"), "\ninternal sealed class Edited;\n");
        var after = await engine.LayersAsync(await PublishAsync(workspace, engine));
        Assert.Equal(before.SkipLast(1), after.SkipLast(1));
        Assert.NotEqual(before[^1], after[^1]);
    }

    [Theory, MemberData(nameof(MatrixEngines))]
    public async Task A_single_file_app(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace =
            new Workspace().AddConsoleApp(
                properties: "<SelfContained>true</SelfContained><RuntimeIdentifier>linux-x64</RuntimeIdentifier><PublishSingleFile>true</PublishSingleFile><InvariantGlobalization>true</InvariantGlobalization><DebugType>embedded</DebugType>", program: Source);
        var image = await PublishAsync(workspace, engine);

        Assert.Equal("tiny linux-x64", (await engine.RunImageAsync(image)).Succeeded().Output.Trim());
        Assert.Equal(["tiny"], (await SavedImage.OfAsync(engine, image)).App.Keys);
    }

    [Theory, MemberData(nameof(MatrixEngines))]
    public async Task FSharp_and_Visual_Basic(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        foreach (var (extension, source) in new[] { ("fsproj", "printfn \"tiny from F#\""),
            ("vbproj", "Module Program\n  Sub Main()\n    System.Console.WriteLine(\"tiny from VB\")\n  End Sub\nEnd Module") })
        {
            using var workspace = new Workspace().AddConsoleApp();
            File.Delete(workspace.Path("app/Program.cs"));
            File.Move(workspace.Path("app/tiny.csproj"), workspace.Path("app/tiny." + extension));
            var isFSharp = extension == "fsproj";
            workspace.Write(isFSharp ? "app/Program.fs" : "app/Program.vb", source);
            if (isFSharp)
                workspace.Write("app/tiny.fsproj",
                    workspace.Read("app/tiny.fsproj")
                        .Replace("<ItemGroup>", "<ItemGroup><Compile Include=\"Program.fs\" />", StringComparison.Ordinal));
            var image = await PublishAsync(workspace, engine);

            Assert.Equal("tiny from " + (isFSharp ? "F#" : "VB"), (await engine.RunImageAsync(image)).Succeeded().Output.Trim());
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_lock_file_is_obeyed(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = new Workspace().AddConsoleApp(
            properties: "<RestorePackagesWithLockFile>true</RestorePackagesWithLockFile><RestoreLockedMode Condition=\"Exists('packages.lock.json') and '$(Unlock)' == ''\">true</RestoreLockedMode>",
            items: """<PackageReference Include="Humanizer.Core" Version="2.14.1" />""",
            program: """System.Console.WriteLine("tiny " + Humanizer.StringHumanizeExtensions.Humanize("SomeWords"));""");
        (await workspace.DotNetAsync("app", ["restore", "-p:Unlock=true"])).Succeeded();
        Assert.True(File.Exists(workspace.Path("app/packages.lock.json")));

        var image = await PublishAsync(workspace, engine);
        Assert.Equal("tiny Some words", (await engine.RunImageAsync(image)).Succeeded().Output.Trim());

        // A lock that does not fit: the builder refuses it, as the host would.
        workspace.Write("app/packages.lock.json",
            workspace.Read("app/packages.lock.json").Replace("[2.14.1, )", "[2.13.14, )", StringComparison.Ordinal));
        var result = await workspace.DotNetAsync("app",
            ["publish", "--no-restore", Publishing.MultiStage, Publishing.Network, "-p:ContainerImageTag=" + image.Split(':')[1]], engine);
        Assert.Contains("error NU1004:", Assert.Single(result.Failed().Errors()), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task One_framework_of_several(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace =
            new Workspace().AddConsoleApp(program: """System.Console.WriteLine("tiny " + System.AppContext.TargetFrameworkName);""");
        workspace.Write("app/tiny.csproj",
            workspace.Read("app/tiny.csproj")
                .Replace("<TargetFramework>net10.0</TargetFramework>", "<TargetFrameworks>net9.0;net10.0</TargetFrameworks>",
                    StringComparison.Ordinal));

        (await workspace.PublishAsync("app", engine)).AssertOneError("MST1002");
        var image = await PublishAsync(workspace, engine, "-f", "net10.0");

        Assert.Equal("tiny .NETCoreApp,Version=v10.0", (await engine.RunImageAsync(image)).Succeeded().Output.Trim());

        // There is no runtime image of .NET 9 here: its publish stage is as far as it goes.
        var older = await workspace.PublishAsync("app", engine, "-f", "net9.0", "-p:ContainerTarget=publish",
            "-p:ContainerImageTag=" + image.Split(':')[1]);
        leftovers.Add(engine, image + "-publish");
        older.Succeeded();
        Assert.Contains("net9.0",
            (await engine.RunImageAsync(image + "-publish", "cat", "/out/app/tiny.runtimeconfig.json")).Succeeded().Output,
            StringComparison.Ordinal);
    }

    private async Task<string> PublishAsync(Workspace workspace, Engine engine, params string[] arguments)
    {
        var image = leftovers.Add(engine, "multistage-tiny:" + Publishing.NewTag());
        (await workspace.PublishAsync("app", engine, ["-p:ContainerImageTag=" + image.Split(':')[1], .. arguments])).Succeeded();
        return image;
    }
}
