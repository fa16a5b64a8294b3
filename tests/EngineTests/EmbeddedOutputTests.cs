using System.Formats.Tar;
using System.Text.Json;

namespace MultiStage.EngineTests;

/// <summary>Where the embedded engine takes base images from and puts images to, read there by other programs.</summary>
public sealed class EmbeddedOutputTests(Leftovers leftovers)
{
    private const string OnScratch =
        "<ContainerBaseImage>scratch</ContainerBaseImage><SelfContained>true</SelfContained><InvariantGlobalization>true</InvariantGlobalization>";

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task A_push_arrives_and_a_second_one_sends_nothing()
    {
        using var workspace = new Workspace().AddConsoleApp();
        var (repository, tag) = ("team/" + Publishing.NewTag(), Publishing.NewTag());
        var image = leftovers.Add(Engine.Docker, $"{Engine.Registry}/{repository}:{tag}");
        string[] arguments = ["-p:ContainerRegistry=" + Engine.Registry, "-p:ContainerRepository=" + repository,
            "-p:ContainerImageTag=" + tag];

        var first = (await workspace.PublishEmbeddedAsync("app", arguments)).Succeeded();
        var digest = workspace.Digest("app");
        var again = (await workspace.PublishEmbeddedAsync("app", arguments)).Succeeded();
        var items = (await workspace.PublishEmbeddedAsync("app", [.. arguments, "-v:q", "-getItem:GeneratedContainer"])).Succeeded();

        Assert.Contains($"tiny -> {image} (sha256:", first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("unchanged", first.Output, StringComparison.Ordinal);
        Assert.Contains(", unchanged)", again.Output, StringComparison.Ordinal);
        Assert.Equal(digest, workspace.Digest("app"));
        Assert.Equal(digest, (await CraneAsync("digest", image)).Succeeded().Output.Trim());
        Assert.Equal(digest, Generated(items, "ManifestDigest"));
        // crane reads every layer and compares all digests.
        Assert.Contains("PASS", (await CraneAsync("validate", "--remote", image)).Succeeded().Output, StringComparison.Ordinal);
        (await Engine.Docker.RunAsync("pull", "--quiet", image)).Succeeded();
        Assert.Equal("tiny a|b", (await Engine.Docker.RunImageAsync(image, "a", "b")).Succeeded().Output.Trim());
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task Several_platforms_are_one_index_under_the_only_tag()
    {
        const string value = "a;b \"c\" 'd' $HOME %3B \\ e";
        using var workspace =
            new Workspace().AddConsoleApp(
                items: $"""<ContainerEnvironmentVariable Include="VALUE" Value="{value.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal)}" />""");
        var repository = "team/" + Publishing.NewTag();
        var image = leftovers.Add(Engine.Docker, $"{Engine.Registry}/{repository}:1");
        string[] arguments = ["-p:ContainerRuntimeIdentifiers=linux-x64%3Blinux-arm64", "-p:UseAppHost=false",
            "-p:ContainerRegistry=" + Engine.Registry, "-p:ContainerRepository=" + repository, "-p:ContainerImageTag=1"];

        (await workspace.PublishEmbeddedAsync("app", arguments)).Succeeded();

        Assert.Equal(workspace.Digest("app"), (await CraneAsync("digest", image)).Succeeded().Output.Trim());
        var manifests = JsonOf((await CraneAsync("manifest", image)).Succeeded()).GetProperty("manifests").EnumerateArray().ToList();
        Assert.Equal(["linux/amd64", "linux/arm64"],
            manifests.Select(manifest => manifest.GetProperty("platform"))
                .Select(platform => $"{platform.GetProperty("os")}/{platform.GetProperty("architecture")}"));
        Assert.Equal(["1"], await TagsAsync(repository));
        foreach (var architecture in new[] { "amd64", "arm64" })
        {
            var config = JsonOf((await CraneAsync("config", "--platform", "linux/" + architecture, image)).Succeeded());
            Assert.Equal(architecture, config.GetProperty("architecture").GetString());
            Assert.Contains("VALUE=" + value,
                config.GetProperty("config").GetProperty("Env").EnumerateArray().Select(variable => variable.GetString()));
        }
        (await Engine.Docker.RunAsync("pull", "--quiet", image)).Succeeded();
        Assert.Equal("tiny", (await Engine.Docker.RunImageAsync(image)).Succeeded().Output.Trim());
        Assert.Contains(", unchanged)", (await workspace.PublishEmbeddedAsync("app", arguments)).Succeeded().Output,
            StringComparison.Ordinal);
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task Others_read_a_layout_an_oci_archive_and_a_docker_archive()
    {
        using var workspace = new Workspace().AddConsoleApp();
        var tag = Publishing.NewTag();
        var image = leftovers.Add(Engine.Docker, "multistage-tiny:" + tag);
        (await workspace.PublishEmbeddedAsync("app", "-p:ContainerLayoutPath=../layout", "-p:ContainerImageTag=" + tag)).Succeeded();
        var digest = workspace.Digest("app");
        (await workspace.PublishEmbeddedAsync("app", "-p:ContainerArchiveOutputPath=../oci.tar", "-p:ContainerImageFormat=OCI",
            "-p:ContainerImageTag=" + tag)).Succeeded();
        Assert.Equal(digest, workspace.Digest("app"));
        (await workspace.PublishEmbeddedAsync("app", "-p:ContainerArchiveOutputPath=../docker.tar",
            "-p:ContainerImageTag=" + tag)).Succeeded();

        Directory.CreateDirectory(workspace.Path("unpacked"));
        await TarFile.ExtractToDirectoryAsync(workspace.Path("oci.tar"), workspace.Path("unpacked"), overwriteFiles: false);
        foreach (var layout in new[] { "layout", "unpacked" })
        {
            var copy = $"{Engine.Registry}/team/{tag}:{layout}";
            (await CraneAsync("push", workspace.Path(layout), copy)).Succeeded();
            Assert.Equal(digest, (await CraneAsync("digest", copy)).Succeeded().Output.Trim());
            Assert.Contains("PASS", (await CraneAsync("validate", "--remote", copy)).Succeeded().Output, StringComparison.Ordinal);
        }
        Assert.Contains("PASS", (await CraneAsync("validate", "--tarball", workspace.Path("docker.tar"))).Succeeded().Output,
            StringComparison.Ordinal);
        (await Engine.Docker.RunAsync("load", "--input", workspace.Path("docker.tar"))).Succeeded();
        Assert.Equal("tiny x", (await Engine.Docker.RunImageAsync(image, "x")).Succeeded().Output.Trim());
    }

    public static IEnumerable<TheoryDataRow<string>> LocalBases =>
        new[] { "oci:../base", "oci:../base:multistage-base:1", "oci-archive:../base-oci.tar", "docker-archive:../base.tar",
            "docker-daemon:", "podman:" }
            .Select(location =>
                new TheoryDataRow<string>(location).WithTrait(Category.Name,
                    location == "podman:" ? Category.Matrix : Category.Representative));

    [Theory, MemberData(nameof(LocalBases))]
    public async Task A_base_on_this_machine_is_read(string location)
    {
        var engine = location == "podman:" ? Engine.Podman : Engine.Docker;
        var name = "multistage-base:" + Publishing.NewTag();
        using var workspace = new Workspace().AddConsoleApp()
            .AddConsoleApp("base", "base", "<ContainerRepository>multistage-base</ContainerRepository>",
                """<ContainerEnvironmentVariable Include="FROM_BASE" Value="yes" />""");
        string[] output = location.Split(':')[0] switch
        {
            "oci" => ["-p:ContainerLayoutPath=../base", "-p:ContainerImageTag=1"],
            "oci-archive" => ["-p:ContainerArchiveOutputPath=../base-oci.tar", "-p:ContainerImageFormat=OCI"],
            "docker-archive" => ["-p:ContainerArchiveOutputPath=../base.tar"],
            _ => ["-p:LocalRegistry=" + engine, "-p:ContainerImageTag=" + leftovers.Add(engine, name).Split(':')[1]],
        };
        (await workspace.PublishEmbeddedAsync("base", engine, null, output)).Succeeded();
        if (location.EndsWith(':'))
            location += name;
        var image = leftovers.Add(engine, "multistage-tiny:" + Publishing.NewTag());

        (await workspace.PublishEmbeddedAsync("app", engine, null, "-p:ContainerBaseImage=" + location,
            "-p:ContainerImageTag=" + image.Split(':')[1], "-p:LocalRegistry=" + engine)).Succeeded();

        Assert.Equal("tiny x", (await engine.RunImageAsync(image, "x")).Succeeded().Output.Trim());
        var inspected = await engine.InspectAsync(image);
        Assert.Equal("yes", EngineImages.Environment(inspected)["FROM_BASE"]);
        // Where something lies on this machine is nobody's business.
        Assert.DoesNotContain(EngineImages.Labels(inspected).Values,
            value => value.Contains(location, StringComparison.Ordinal) || value.Contains("localhost", StringComparison.Ordinal));
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task Docker_refuses_a_base_on_this_machine()
    {
        using var workspace = new Workspace().AddConsoleApp();
        var result = await workspace.PublishAsync("app", Engine.Docker, "-p:ContainerBaseImage=oci:../base",
            "-p:ContainerImageTag=" + Publishing.NewTag());
        Assert.Contains("'oci:../base'", result.AssertOneError("MST3018"), StringComparison.Ordinal);
    }

    public static IEnumerable<TheoryDataRow<string>> ScratchEngines => Rows.PerEngine(Engine.Docker);

    [Theory, MemberData(nameof(ScratchEngines))]
    public async Task Scratch_holds_what_docker_puts_on_it(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = new Workspace().AddConsoleApp(properties: OnScratch,
            program: "System.Console.WriteLine(\"tiny \" + System.Environment.UserName + \" \" + string.Join(\"|\", args));");
        var (ours, theirs) = (leftovers.Add(engine, "multistage-tiny:" + Publishing.NewTag()),
            leftovers.Add(engine, "multistage-tiny:" + Publishing.NewTag()));
        (await workspace.PublishEmbeddedAsync("app", engine, null, "-p:ContainerImageTag=" + ours.Split(':')[1])).Succeeded();
        Assert.Equal("tiny app x", (await engine.RunImageAsync(ours, "x")).Succeeded().Output.Trim());
        Assert.Equal("1654", (await engine.InspectAsync(ours)).GetProperty("Config").GetProperty("User").GetString());

        (await workspace.PublishAsync("app", engine, "-p:ContainerImageTag=" + theirs.Split(':')[1])).Succeeded();
        Assert.Equal("tiny app x", (await engine.RunImageAsync(theirs, "x")).Succeeded().Output.Trim());
        // What lies outside of the app's folder is this machine's in one image and the builder's in the other.
        await SameImage.AssertAsync(engine, theirs, ours, path => !path.StartsWith("app/", StringComparison.Ordinal));
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task Without_an_engine_and_a_place_the_image_is_an_archive_below_bin()
    {
        using var workspace = new Workspace().AddConsoleApp(properties: "<ContainerRepository>team/tiny</ContainerRepository>");
        var tag = Publishing.NewTag();
        var image = leftovers.Add(Engine.Docker, "team/tiny:" + tag);
        // The PATH of a machine that has nothing but the .NET SDK.
        Directory.CreateDirectory(workspace.Path("path"));
        var dotnet = System.Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "dotnet")).First(File.Exists);
        File.CreateSymbolicLink(workspace.Path("path/dotnet"), dotnet);
        var environment = new Dictionary<string, string?> { ["PATH"] = workspace.Path("path") };
        string[] arguments = ["-p:ContainerEngine=auto", "-p:ContainerImageTag=" + tag];

        var first = (await workspace.PublishEmbeddedAsync("app", null, environment, arguments)).Succeeded();
        var again = (await workspace.PublishEmbeddedAsync("app", null, environment, arguments)).Succeeded();

        var archive = workspace.Path("app/bin/container/tiny.tar");
        Assert.Contains($"tiny -> team/tiny:{tag} in {archive} (sha256:", first.Output, StringComparison.Ordinal);
        Assert.Contains(", unchanged)", again.Output, StringComparison.Ordinal);
        (await Engine.Docker.RunAsync("load", "--input", archive)).Succeeded();
        Assert.Equal("tiny x", (await Engine.Docker.RunImageAsync(image, "x")).Succeeded().Output.Trim());
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task An_archive_that_was_begun_while_the_compiler_ran_is_the_same_file()
    {
        using var workspace = new Workspace().AddConsoleApp();
        string[] arguments = ["-p:ContainerArchiveOutputPath=../image.tar", "-v:detailed"];
        const string begun = "The layers of the base image go into ";
        Assert.Contains(begun, (await workspace.PublishEmbeddedAsync("app", arguments)).Succeeded().Output, StringComparison.Ordinal);
        var first = await File.ReadAllBytesAsync(workspace.Path("image.tar"));

        await File.AppendAllTextAsync(workspace.Path("app/Program.cs"), "internal sealed class Edited;\n");
        Assert.Contains(begun, (await workspace.PublishEmbeddedAsync("app", arguments)).Succeeded().Output, StringComparison.Ordinal);
        var edited = await File.ReadAllBytesAsync(workspace.Path("image.tar"));
        File.Delete(workspace.Path("image.tar"));
        Assert.DoesNotContain(begun, (await workspace.PublishEmbeddedAsync("app", arguments)).Succeeded().Output, StringComparison.Ordinal);
        Assert.Equal(edited, await File.ReadAllBytesAsync(workspace.Path("image.tar")));
        Assert.NotEqual(first, edited);

        await File.AppendAllTextAsync(workspace.Path("app/Program.cs"), "no longer C#\n");
        var broken = await workspace.PublishEmbeddedAsync("app", arguments);
        Assert.NotEqual(0, broken.ExitCode);
        Assert.Contains(begun, broken.Output, StringComparison.Ordinal);
        Assert.Equal(edited, await File.ReadAllBytesAsync(workspace.Path("image.tar")));
        Assert.Equal(["image.tar"], Directory.EnumerateFiles(workspace.Folder, "*.tar*").Select(Path.GetFileName));
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task A_plan_is_made_again_when_what_the_project_says_has_changed()
    {
        using var workspace = new Workspace().AddConsoleApp(items: """<ContainerLabel Include="note" Value="$(NOTE)" />""");
        string[] arguments = ["-p:ContainerLayoutPath=../layout"];
        Task<CommandResult> PublishAsync(string note) =>
            workspace.PublishEmbeddedAsync("app", null, new Dictionary<string, string?> { ["NOTE"] = note }, arguments);
        var digests = new List<string>();
        // No file changes in between: what the environment says reaches the plan through the evaluated items.
        foreach (var note in (string[])["one", "one", "two", "one"])
        {
            (await PublishAsync(note)).Succeeded();
            digests.Add(workspace.Digest("app"));
        }
        Assert.Equal(digests[0], digests[1]);
        Assert.NotEqual(digests[1], digests[2]);
        Assert.Equal(digests[0], digests[3]);
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task What_cannot_be_assembled_is_one_error_before_anything_is_compiled()
    {
        using var workspace = new Workspace().AddConsoleApp(program: "this does not compile");
        var stage = await workspace.PublishEmbeddedAsync("app", "-p:ContainerTarget=build", "-p:ContainerLayoutPath=../layout");
        Assert.Contains("'build'", stage.AssertOneError("MST3015"), StringComparison.Ordinal);

        workspace.AddConsoleApp(items: """<ContainerPackage Include="curl" />""", program: "this does not compile");
        var package = await workspace.PublishEmbeddedAsync("app", "-p:ContainerLayoutPath=../layout");
        Assert.Contains("ContainerPackage 'curl'", package.AssertOneError("MST3015"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(workspace.Path("layout")));
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task What_goes_wrong_is_one_error_and_leaves_what_is_there()
    {
        using var workspace = new Workspace().AddConsoleApp();
        const string archive = "-p:ContainerArchiveOutputPath=../image.tar";
        (await workspace.PublishEmbeddedAsync("app", archive)).Succeeded();
        var before = await File.ReadAllBytesAsync(workspace.Path("image.tar"));
        var nobody = "localhost:" + Publishing.FreePort();

        var time = await workspace.PublishEmbeddedAsync("app", null,
            new Dictionary<string, string?> { ["SOURCE_DATE_EPOCH"] = "yesterday" }, archive);
        Assert.Contains("'yesterday'", time.AssertOneError("MST3016"), StringComparison.Ordinal);
        var output = await workspace.PublishEmbeddedAsync("app", archive, "-p:ContainerRegistry=" + nobody);
        Assert.Contains(nobody, output.AssertOneError("MST4101"), StringComparison.Ordinal);
        var registry = await workspace.PublishEmbeddedAsync("app", archive, $"-p:ContainerBaseImage={nobody}/base:1");
        Assert.Contains(nobody, registry.AssertOneError("MST4101"), StringComparison.Ordinal);
        var image = await workspace.PublishEmbeddedAsync("app", archive, $"-p:ContainerBaseImage={Engine.Registry}/dotnet/nothing:1");
        Assert.Contains("dotnet/nothing", image.AssertOneError("MST4104"), StringComparison.Ordinal);
        (await workspace.PublishEmbeddedAsync("app", archive, "-p:ContainerBaseImage=oci:../nothing")).AssertOneError("MST4401");
        (await workspace.PublishEmbeddedAsync("app", Engine.Docker, null, archive,
            "-p:ContainerBaseImage=docker-daemon:multistage-nothing:1")).AssertOneError("MST3004");

        Assert.Equal(before, await File.ReadAllBytesAsync(workspace.Path("image.tar")));
        Assert.Equal(["image.tar"], Directory.EnumerateFiles(workspace.Folder, "*.tar*").Select(Path.GetFileName));
    }

    [Theory, InlineData("podman", "docker.tar", ""), InlineData("podman", "oci.tar", "OCI"), InlineData("buildah", "oci.tar", "OCI")]
    [Trait(Category.Name, Category.Matrix)]
    public async Task Podman_and_buildah_read_archives(string tool, string archive, string format)
    {
        using var workspace = new Workspace().AddConsoleApp();
        var tag = Publishing.NewTag();
        (await workspace.PublishEmbeddedAsync("app", "-p:ContainerArchiveOutputPath=../" + archive, "-p:ContainerImageFormat=" + format,
            "-p:ContainerImageTag=" + tag)).Succeeded();
        Task<CommandResult> RunAsync(params string[] arguments) =>
            CommandLine.RunAsync(Engine.Daemonless(tool), arguments, Path.GetTempPath());
        try
        {
            if (tool == "podman")
            {
                Assert.Contains("multistage-tiny:" + tag, (await RunAsync("load", "--input", workspace.Path(archive))).Succeeded().Output,
                    StringComparison.Ordinal);
                Assert.Equal("tiny x",
                    (await RunAsync("run", "--rm", "--network=host", "multistage-tiny:" + tag, "x")).Succeeded().Output.Trim());
            }
            else
            {
                (await RunAsync("from", "--name", tag, "oci-archive:" + workspace.Path(archive))).Succeeded();
                Assert.Equal("1654 [dotnet /app/tiny.dll]",
                    (await RunAsync("inspect", "--format", "{{.OCIv1.Config.User}} {{.OCIv1.Config.Entrypoint}}",
                        tag)).Succeeded().Output.Trim());
                Assert.Contains("tiny.dll", (await RunAsync("run", "--network=host", tag, "--", "ls", "/app")).Succeeded().Output,
                    StringComparison.Ordinal);
            }
        }
        finally
        {
            await RunAsync(tool == "podman" ? ["rmi", "--force", "multistage-tiny:" + tag] : ["rm", tag]);
        }
    }

    private static Task<CommandResult> CraneAsync(params string[] arguments) =>
        CommandLine.RunAsync(Engine.RegistryTool("crane"), arguments, Path.GetTempPath());

    private static JsonElement JsonOf(CommandResult result)
    {
        using var json = JsonDocument.Parse(result.StandardOutput);
        return json.RootElement.Clone();
    }

    private static string? Generated(CommandResult items, string metadata) =>
        Assert.Single(JsonOf(items).GetProperty("Items").GetProperty("GeneratedContainer").EnumerateArray()).GetProperty(metadata)
            .GetString();

    private static async Task<List<string?>> TagsAsync(string repository)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var list = JsonDocument.Parse(await http.GetStringAsync($"http://{Engine.Registry}/v2/{repository}/tags/list"));
        return [.. list.RootElement.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString())];
    }
}
