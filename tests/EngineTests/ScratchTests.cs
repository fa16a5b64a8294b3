using System.Text.Json;
using MultiStage.UnitTests.RuntimeFiles;

namespace MultiStage.EngineTests;

/// <summary>Images without a base: the app and what it needs of the builder.</summary>
public sealed class ScratchTests(Leftovers leftovers)
{
    private const string OnScratch = "<ContainerBaseImage>scratch</ContainerBaseImage>";
    private const string SelfContained = OnScratch + "<SelfContained>true</SelfContained>";

    internal const string World = """
        using System.Globalization;
        var words = new[] { "zebra", "ärta", "apa", "öl", "ål" };
        Array.Sort(words, StringComparer.Create(CultureInfo.GetCultureInfo("sv-SE"), false));
        Console.WriteLine("sorted " + string.Join(' ', words));
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        Console.WriteLine("noon is " + TimeZoneInfo.ConvertTimeFromUtc(new DateTime(2026, 7, 1, 12, 0, 0, DateTimeKind.Utc), berlin).ToString("HH:mm", CultureInfo.InvariantCulture));
        File.WriteAllText(Path.GetTempFileName(), "x");
        File.WriteAllText(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "x"), "x");
        Console.WriteLine("user " + Environment.UserName);
        using var http = new HttpClient();
        Console.WriteLine(await http.GetStringAsync(args[0]));
        """;

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task The_sample_tiny_is_small_and_answers_as_another_user_than_root()
    {
        await NativeAot.PrepareBuilderAsync(Engine.Docker);
        using var workspace = new Workspace();
        var folder = workspace.AddSample("tiny");
        var image = leftovers.Add(Engine.Docker, "tiny:" + Publishing.NewTag());
        (await workspace.PublishAsync("sample-apps/tiny", Engine.Docker, "-p:ContainerImageTag=" + image.Split(':')[1])).Succeeded();

        await using var container = await RunningContainer.StartAsync(Engine.Docker, image);
        using var about = JsonDocument.Parse(await container.GetAsync("/"));
        Assert.Equal("app", about.RootElement.GetProperty("user").GetString());
        Assert.Contains("no base", await container.GetAsync("/notes"), StringComparison.Ordinal);
        Assert.Equal("1654", (await Engine.Docker.InspectAsync(image)).GetProperty("Config").GetProperty("User").GetString());
        var size = await ImageSize.OfAsync(Engine.Docker, image);
        Assert.InRange(size.Unpacked, 5_000_000, 11_500_000);
        Assert.InRange(size.Compressed, 2_000_000, 5_500_000);
        Assert.False(Directory.Exists(Path.Combine(folder, "bin")), "The host has compiled something.");
        Assert.Contains("no warnings",
            (await Engine.Docker.RunAsync("build", "--check", "--file", Path.Combine(folder, "obj/container/net10.0/Dockerfile"),
                folder)).Succeeded().Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task The_sample_hello_web_fits_into_40_MB_when_trimmed()
    {
        using var workspace = new Workspace();
        workspace.AddSample("hello-web");
        var image = leftovers.Add(Engine.Docker, "hello-web:" + Publishing.NewTag());
        (await workspace.PublishAsync("sample-apps/hello-web", Engine.Docker, "-p:ContainerImageTag=" + image.Split(':')[1],
            "-p:ContainerBaseImage=scratch", "-p:SelfContained=true", "-p:PublishTrimmed=true")).Succeeded();

        await using var container = await RunningContainer.StartAsync(Engine.Docker, image);
        Assert.Contains("\"uid\":1654", await container.GetAsync("/"), StringComparison.Ordinal);
        Assert.InRange((await ImageSize.OfAsync(Engine.Docker, image)).Unpacked, 10_000_000, 40_000_000);
    }

    public static TheoryData<string, bool> Worlds => new() { { "docker", false }, { "docker", true }, { "docker-20", false } };

    [Theory, MemberData(nameof(Worlds)), Trait(Category.Name, Category.Matrix)]
    public async Task Cultures_time_zones_and_certificates_work(string engineName, bool isSingleFile)
    {
        var engine = Rows.EngineOf(engineName);
        using var server = new TlsServer();
        using var workspace =
            new Workspace().AddConsoleApp(
                properties: $"{SelfContained}<ImplicitUsings>enable</ImplicitUsings><PublishSingleFile>{isSingleFile}</PublishSingleFile>",
                program: World);
        var image = leftovers.Add(engine, "multistage-tiny:" + Publishing.NewTag());
        (await workspace.PublishAsync("app", engine, "-p:ContainerImageTag=" + image.Split(':')[1])).Succeeded();

        // The system's certificates do not hold the server's; with them alone the connection is refused, and is not an abort.
        var refused = await engine.RunImageAsync(image, server.Url);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("AuthenticationException", refused.Output, StringComparison.Ordinal);

        workspace.Write("certificates/authority.pem", server.Authority);
        var file = workspace.Path("certificates/authority.pem");
        foreach (var trust in new[] { $"--volume={file}:/etc/ssl/certs/authority.pem:ro --env=X=Y",
            $"--volume={file}:/authority.pem:ro --env=SSL_CERT_FILE=/authority.pem" })
        {
            var answer = await engine.RunAsync(["run", "--rm", "--network=host", .. trust.Split(' '), image, server.Url]);
            Assert.Equal(["sorted apa zebra ål ärta öl", "noon is 14:00", "user app", "secured"],
                answer.Succeeded().Output.Trim().Split('\n'));
        }
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task A_framework_dependent_app_is_refused_before_the_build()
    {
        using var workspace = new Workspace().AddConsoleApp(properties: OnScratch);
        var result = await workspace.PublishAsync("app", Engine.Docker, "-p:ContainerImageTag=" + Publishing.NewTag());
        Assert.Contains("SelfContained", result.AssertOneError("MST5101"), StringComparison.Ordinal);
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task A_library_that_the_builder_lacks_is_named()
    {
        using var workspace =
            new Workspace().AddConsoleApp(properties: SelfContained + "<InvariantGlobalization>true</InvariantGlobalization>",
                items: "<None Include=\"libnative.so\" CopyToPublishDirectory=\"PreserveNewest\" />");
        await File.WriteAllBytesAsync(workspace.Path("app/libnative.so"),
            new ElfBytes { Needed = ["libvendor.so.7", "libc.so.6"] }.ToArray());
        var result = await workspace.PublishAsync("app", Engine.Docker, "-p:ContainerImageTag=" + Publishing.NewTag());
        // As a compiler's error: at the project on this machine.
        Assert.Contains(result.Failed().Errors(), line => line.StartsWith(workspace.Path("app/tiny.csproj"), StringComparison.Ordinal)
            && line.Contains("error MST5102: 'libnative.so' needs the library 'libvendor.so.7'", StringComparison.Ordinal));
    }
}
