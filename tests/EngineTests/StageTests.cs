using System.Text.Json;

namespace MultiStage.EngineTests;

/// <summary>What the project's items add to the image, seen in the image.</summary>
public sealed class StageTests(Leftovers leftovers)
{
    public static IEnumerable<TheoryDataRow<string>> Engines => Rows.PerEngine(Engine.Docker);

    public static IEnumerable<TheoryDataRow<string>> MatrixEngines => Rows.PerEngine();

    [Theory, MemberData(nameof(Engines))]
    public async Task Packages_are_installed_and_nothing_else_is_left_of_it(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = new Workspace().AddConsoleApp(items: """
            <ContainerPackage Include="tree" Version="2.*" />
            <ContainerPackage Include="file" Stage="probe" />
            <ContainerStage Include="probe" />
            """);
        var image = await PublishAsync(workspace, engine);

        Assert.StartsWith("tree v2",
            (await engine.RunAsync("run", "--rm", "--network=host", "--entrypoint=tree", image, "--version")).Succeeded().Output,
            StringComparison.Ordinal);
        Assert.Equal("tiny", (await engine.RunImageAsync(image)).Succeeded().Output.Trim());
        Assert.Equal("1654", (await engine.InspectAsync(image)).GetProperty("Config").GetProperty("User").GetString());
        var files = (await SavedImage.OfAsync(engine, image)).Layers.SelectMany(layer => layer.Files).Select(file => file.Path).ToList();
        Assert.Contains("usr/bin/tree", files);
        Assert.DoesNotContain("usr/bin/file", files);
        Assert.DoesNotContain(files,
            file => !file.EndsWith('/')
                && (file.StartsWith("var/lib/apt/lists/", StringComparison.Ordinal)
                    || file.StartsWith("var/cache/apt/", StringComparison.Ordinal)));

        var probe = await PublishAsync(workspace, engine, "probe");
        Assert.StartsWith("file-5",
            (await engine.RunAsync("run", "--rm", "--network=host", "--entrypoint=file", probe, "--version")).Output,
            StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Stages_commands_and_copies_of_the_project_s_own(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = NewWorkspace();
        workspace.Write("app/site/index.md", "# it's \"here\"").Write("app/site/.hidden", "").Write("app/key.pem", "secret")
            .Write("certs/a b.crt", "a").Write("certs/sub/c.crt", "c");
        var image = await PublishAsync(workspace, engine);

        async Task<string> ShellAsync(string script) =>
            (await engine.RunAsync("run", "--rm", "--network=host", "--entrypoint=/bin/sh", image, "-c", script)).Succeeded().Output.Trim();
        Assert.Equal("tiny", (await engine.RunImageAsync(image)).Succeeded().Output.Trim());
        Assert.Equal("IT'S \"HERE\"", await ShellAsync("cat wwwroot/index.html"));
        Assert.Equal("$HOME \\ 'x'\nsecond", await ShellAsync("cat /tmp/lines"));
        Assert.Equal("root 1654", await ShellAsync("cat /etc/made-by /tmp/made-by | tr '\\n' ' '"));
        Assert.Equal("app 400", await ShellAsync("stat -c '%U %a' /etc/app/key.pem"));
        Assert.Equal("app 755", await ShellAsync("stat -c '%U %a' /etc/app"));
        Assert.Equal("ac", await ShellAsync("cat '/certs/a b.crt' /certs/sub/c.crt"));
        Assert.Equal("root 644", await ShellAsync("stat -c '%U %a' '/certs/a b.crt'"));
        Assert.Equal("1654", await ShellAsync("id -u"));

        // A stage on top of final, by its name.
        var inspect = await PublishAsync(workspace, engine, "inspect");
        Assert.EndsWith("-inspect", inspect, StringComparison.Ordinal);
        Assert.Equal("tiny\nhere",
            (await engine.RunAsync("run", "--rm", "--network=host", "--entrypoint=/bin/sh", inspect, "-c",
                "dotnet /app/tiny.dll | tr -d ' '; cat /inspected")).Succeeded().Output.Trim());
        var unknown = await workspace.PublishAsync("app", engine, "-p:ContainerTarget=nope");
        Assert.Contains("base, build, publish, site, final-content, inspect, final", unknown.AssertOneError("MST2001"),
            StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(MatrixEngines))]
    public async Task Volumes_signal_and_health_check(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = new Workspace().AddConsoleApp(
            properties: "<ContainerStopSignal>SIGINT</ContainerStopSignal><ContainerLocale>de-DE</ContainerLocale><ContainerTimeZone>Europe/Berlin</ContainerTimeZone>",
            items: """
                <ContainerVolume Include="/var/lib/tiny;/my data" />
                <ContainerHealthcheck Include="test -e /tmp/ready" Interval="1s" Timeout="2s" StartPeriod="1m30s" Retries="2" />
                """,
            program: """
                using var signal = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGINT, context => { System.Console.WriteLine("interrupted"); });
                System.IO.File.WriteAllText("/var/lib/tiny/x", "");
                System.IO.File.WriteAllText("/my data/x", "");
                System.IO.File.WriteAllText("/tmp/ready", "");
                System.Console.WriteLine("tiny " + System.Globalization.CultureInfo.CurrentCulture.Name + " " + 1.5 + " " + System.TimeZoneInfo.Local.Id);
                System.Threading.Thread.Sleep(60000);
                """);
        var image = await PublishAsync(workspace, engine);

        var config = (await engine.InspectAsync(image)).GetProperty("Config");
        Assert.Equal(["/my data", "/var/lib/tiny"],
            config.GetProperty("Volumes").EnumerateObject().Select(volume => volume.Name).Order(StringComparer.Ordinal));
        Assert.Equal("SIGINT", config.GetProperty("StopSignal").GetString());
        Assert.Equal("/app", config.GetProperty("WorkingDir").GetString());
        var healthcheck = config.GetProperty("Healthcheck");
        Assert.Equal(["CMD-SHELL", "test -e /tmp/ready"],
            healthcheck.GetProperty("Test").EnumerateArray().Select(word => word.GetString()!));
        Assert.Equal(90_000_000_000, healthcheck.GetProperty("StartPeriod").GetInt64());
        Assert.Equal(2, healthcheck.GetProperty("Retries").GetInt32());

        await using var container = await RunningContainer.StartAsync(engine, image);
        Assert.Contains("tiny de-DE 1,5 Europe/Berlin", await container.WaitForLogAsync("tiny "), StringComparison.Ordinal);
        Assert.Equal("healthy", await container.WaitForHealthAsync());
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task The_embedded_engine_sets_what_needs_no_program_and_refuses_the_rest()
    {
        using var workspace = new Workspace().AddConsoleApp(
            properties: "<ContainerStopSignal>SIGINT</ContainerStopSignal>",
            items: """
                <ContainerVolume Include="/var/lib/tiny" />
                <ContainerHealthcheck Include="dotnet /app/tiny.dll health" Interval="1m30s" />
                """,
            program: """System.IO.File.WriteAllText("/var/lib/tiny/x", ""); System.Console.WriteLine("tiny");""");
        var image = leftovers.Add(Engine.Docker, "multistage-tiny:" + Publishing.NewTag());
        var tag = "-p:ContainerImageTag=" + image.Split(':')[1];
        (await workspace.PublishEmbeddedAsync("app", Engine.Docker, null, tag)).Succeeded();

        Assert.Equal("tiny", (await Engine.Docker.RunImageAsync(image)).Succeeded().Output.Trim());
        var config = (await Engine.Docker.InspectAsync(image)).GetProperty("Config");
        Assert.Equal("SIGINT", config.GetProperty("StopSignal").GetString());
        Assert.Equal("/app", config.GetProperty("WorkingDir").GetString());
        Assert.True(config.GetProperty("Volumes").TryGetProperty("/var/lib/tiny", out _));
        Assert.Equal(90_000_000_000, config.GetProperty("Healthcheck").GetProperty("Interval").GetInt64());

        workspace.Write("app/tiny.csproj",
            workspace.Read("app/tiny.csproj")
                .Replace("<ContainerVolume", "<ContainerPackage Include=\"curl\" /><ContainerVolume", StringComparison.Ordinal));
        Assert.Contains("ContainerPackage 'curl'",
            (await workspace.PublishEmbeddedAsync("app", Engine.Docker, null, tag)).AssertOneError("MST3015"), StringComparison.Ordinal);
    }

    // Publish brings one of the folders, and root would own it.
    private static Workspace WithWritableFolders() => new Workspace().AddConsoleApp(
        properties: "<ContainerFamily>noble-chiseled</ContainerFamily>",
        items: """
            <ContainerWritableFolder Include="data;/var/lib/tiny" />
            <None Include="seed.txt" Link="data/seed.txt" CopyToPublishDirectory="Always" />
            """,
        program: """System.IO.File.WriteAllText("data/x", ""); System.IO.File.WriteAllText("/var/lib/tiny/x", ""); System.Console.WriteLine("tiny " + System.IO.File.Exists("data/seed.txt"));""")
        .Write("app/seed.txt", "seed");

    [Theory, MemberData(nameof(MatrixEngines))]
    public async Task The_app_writes_into_its_folders_on_an_image_without_a_shell(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = WithWritableFolders();
        Assert.Equal("tiny True", (await engine.RunImageAsync(await PublishAsync(workspace, engine))).Succeeded().Output.Trim());
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task The_embedded_engine_gives_the_app_the_same_folders()
    {
        using var workspace = WithWritableFolders();
        var image = leftovers.Add(Engine.Docker, "multistage-tiny:" + Publishing.NewTag());
        (await workspace.PublishEmbeddedAsync("app", Engine.Docker, null, "-p:ContainerImageTag=" + image.Split(':')[1])).Succeeded();
        Assert.Equal("tiny True", (await Engine.Docker.RunImageAsync(image)).Succeeded().Output.Trim());
    }

    [Theory, MemberData(nameof(MatrixEngines))]
    public async Task Files_and_checks_on_an_image_without_a_shell(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = new Workspace().AddConsoleApp(properties: "<ContainerFamily>noble-chiseled</ContainerFamily>", items: """
            <ContainerStage Include="tools" From="mcr.microsoft.com/dotnet/runtime-deps:10.0" />
            <ContainerRun Include="mkdir -p /made &amp;&amp; echo made > /made/file" Stage="tools" />
            <ContainerCopy Include="/made/" From="tools" Destination="/data/made/" Owner="app" />
            <ContainerVolume Include="/data" />
            <ContainerHealthcheck Include="dotnet /app/tiny.dll health" />
            """, program: """System.IO.File.WriteAllText("/data/x", ""); System.Console.WriteLine("tiny " + System.IO.File.ReadAllText("/data/made/file") + System.Globalization.CultureInfo.GetCultureInfo("de-DE").DisplayName);""");
        var image = await PublishAsync(workspace, engine);

        Assert.Equal("tiny made\nGerman (Germany)", (await engine.RunImageAsync(image)).Succeeded().Output.Trim());
        var test = (await engine.InspectAsync(image)).GetProperty("Config").GetProperty("Healthcheck").GetProperty("Test");
        Assert.Equal(["CMD", "dotnet", "/app/tiny.dll", "health"], test.EnumerateArray().Select(word => word.GetString()!));

        workspace.Write("app/tiny.csproj",
            workspace.Read("app/tiny.csproj")
                .Replace("<ContainerVolume", "<ContainerPackage Include=\"curl\" /><ContainerVolume", StringComparison.Ordinal));
        Assert.Contains("noble-chiseled-extra", (await workspace.PublishAsync("app", engine)).AssertOneError("MST5012"),
            StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(MatrixEngines))]
    public async Task A_stage_that_is_not_needed_is_not_built(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = new Workspace().AddConsoleApp(items: """
            <ContainerStage Include="broken" From="localhost:1/no/such:image" />
            <ContainerRun Include="false" Stage="broken" />
            <ContainerStage Include="failing" />
            <ContainerRun Include="exit 7" Stage="failing" />
            """);
        Assert.Equal("tiny", (await engine.RunImageAsync(await PublishAsync(workspace, engine))).Succeeded().Output.Trim());
        Assert.Contains("exit 7", (await workspace.PublishAsync("app", engine, "-p:ContainerTarget=failing")).AssertOneError("MST3006"),
            StringComparison.Ordinal);
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task Docker_s_own_check_finds_nothing_in_the_file()
    {
        using var workspace = NewWorkspace();
        workspace.Write("app/site/index.md", "#").Write("app/key.pem", "").Write("certs/a.crt", "");
        (await workspace.DotNetAsync("app",
            ["msbuild", "-t:GenerateDockerfile", "-p:ContainerDockerfileDialect=modern", "-p:ContainerStopSignal=SIGINT"],
            Engine.Docker)).Succeeded();
        var result = await Engine.Docker.RunAsync("build", "--check", "--file", workspace.Generated("app", "Dockerfile"), workspace.Folder);
        Assert.Contains("no warnings found", result.Succeeded().Output, StringComparison.OrdinalIgnoreCase);
        var targets =
            (await Engine.Docker.RunAsync("build", "--call=targets,format=json", "--file", workspace.Generated("app", "Dockerfile"),
                workspace.Folder)).Succeeded();
        using var json = JsonDocument.Parse(targets.StandardOutput);
        Assert.Contains(json.RootElement.GetProperty("targets").EnumerateArray(), target =>
            target.GetProperty("name").GetString() == "site" && target.GetProperty("description").GetString() == "builds the page");
    }

    private static Workspace NewWorkspace() => new Workspace().AddConsoleApp(items: """
        <ContainerStage Include="site" From="mcr.microsoft.com/dotnet/runtime-deps:10.0" Description="builds the page" WorkingDirectory="/site" />
        <ContainerCopy Include="site" Stage="site" />
        <ContainerRun Include="page" Stage="site" Command="test ! -e .hidden; mkdir dist; sed 's/^# //' index.md | tr a-z A-Z &gt; dist/index.html" />
        <ContainerCopy Include="made page" From="site" Source="/site/dist/*" Destination="wwwroot/" />
        <ContainerCopy Include="key.pem" Destination="/etc/app/" Owner="app" Mode="0400" />
        <ContainerCopy Include="../certs/**/*.crt" Destination="/certs" Mode="0644" Id="certs" />
        <ContainerRun Include="id -un &gt; /etc/made-by" User="root" After="certs" />
        <ContainerRun Include="id -u &gt; /tmp/made-by" />
        <ContainerRun Include="lines">
          <Command>
            echo '$HOME \ '"'x'" &gt; /tmp/lines
            echo second &gt;&gt; /tmp/lines
          </Command>
        </ContainerRun>
        <ContainerStage Include="inspect" From="final" />
        <ContainerRun Include="echo here &gt; /inspected" Stage="inspect" User="0" />
        """);

    private async Task<string> PublishAsync(Workspace workspace, Engine engine, string target = "final")
    {
        var tag = Publishing.NewTag();
        var image = leftovers.Add(engine, $"multistage-tiny:{tag}{(target == "final" ? "" : "-" + target)}");
        (await workspace.PublishAsync("app", engine, "-p:ContainerImageTag=" + tag, "-p:ContainerTarget=" + target)).Succeeded();
        return image;
    }
}
