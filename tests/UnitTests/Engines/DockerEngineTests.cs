using System.Text;
using MultiStage.Diagnostics;
using MultiStage.Engines;
using MultiStage.Engines.Contract;
using MultiStage.Engines.Docker;
using MultiStage.Engines.Explain;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Engines;

/// <summary>The docker engine on recordings of docker: no docker is needed.</summary>
public sealed class DockerEngineTests
{
    private const string Buildx = "github.com/docker/buildx v0.29.1 abc";

    [Fact]
    public async Task A_probed_engine_tells_what_it_can_do()
    {
        var probe = await Probe("docker28-info.json", Buildx);
        Assert.Null(probe.Problem);
        Assert.Equal((true, true, true, true, false, false),
            (probe.Capabilities.RunsCommands, probe.Capabilities.KeepsImages, probe.Capabilities.KeepsSeveralPlatforms,
            probe.Capabilities.WritesOciArchive, probe.Capabilities.WritesLayout, probe.Capabilities.NeedsHostPublish));
        Assert.Contains("registry", probe.Capabilities.CacheExports);
    }

    [Fact]
    public async Task An_old_command_drives_BuildKit_without_buildx()
    {
        var probe = await Probe("docker20-info.json", null);
        Assert.NotNull(probe.Open);
        Assert.Equal(["inline"], probe.Capabilities.CacheExports);
        Assert.False(probe.Capabilities.BuildsSeveralPlatforms);
    }

    [Fact]
    public async Task A_new_command_without_buildx_says_what_to_install()
    {
        var probe = await Probe("docker28-info.json", null);
        Assert.Null(probe.Open);
        Assert.Contains("docker-buildx-plugin", probe.Problem, StringComparison.Ordinal);
        Assert.False(probe.IsTooOld);
    }

    [Fact]
    public async Task Auto_goes_on_and_says_why()
    {
        var choice = await EngineSelector.SelectAsync("auto",
            [new DockerFinder(Info("docker28-info.json", null)), new MultiStage.Engines.Embedded.EmbeddedFinder()], default);
        Assert.Equal("embedded", choice.Name);
        Assert.Contains("docker-buildx-plugin", Assert.Single(choice.Refused), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_is_built_and_looked_at()
    {
        var docker = Docker("docker28-ok.txt");
        var observer = new RecordingObserver();
        var result = Assert.Single(await Engine(docker).BuildAsync(Requests.Image, observer, default));
        Assert.Equal(["a:1"], result.Names);
        Assert.Equal(("sha256:77", 12), (result.Digest, result.Size));
        Assert.NotEmpty(observer.Stages);
        Assert.Equal(["buildx", "image"], docker.Runs.Select(run => run[0]));
    }

    [Fact]
    public async Task Targets_are_built_in_their_order_and_each_goes_to_its_places()
    {
        var folder = Directory.CreateTempSubdirectory("multistage-test-").FullName;
        try
        {
            var docker = Docker("docker28-ok.txt").Answer("push a:1", "pushed")
                .Answer("save", "", before: arguments => File.WriteAllText(arguments[2], "archive"));
            var archive = Path.Combine(folder, "a", "image.tar");
            var request = Requests.Image with
            {
                Targets =
                [
                    new TargetRequest("final", [new Destination.Registry()]) { Names = ["a:1"] },
                    new TargetRequest("debug", [new Destination.Archive(OnHost(archive), false)]) { Names = ["a:1-debug"] },
                ],
            };
            var results = await Engine(docker).BuildAsync(request, new RecordingObserver(), default);
            Assert.Equal(["buildx final", "push", "image", "buildx debug", "save", "image"], docker.Runs.Select(run =>
                run[0] == "buildx" ? "buildx " + run[run.ToList().IndexOf("--target") + 1] : run[0]));
            Assert.Equal([null, OnHost(archive)], results.Select(result => result.Path));
            Assert.Equal("archive", await File.ReadAllTextAsync(archive, TestContext.Current.CancellationToken));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_base_without_the_platform_is_an_error_and_nothing_is_delivered()
    {
        var request = Requests.Image;
        var from = request.Plan.Find("base")!.From;
        var docker =
            Docker(Warning(
                $"InvalidBaseImagePlatform: Base image {from} was pulled with platform \"linux/amd64\", expected \"linux/arm64\" for current build (line 9)"));
        var error =
            await Assert.ThrowsAsync<ContainerException>(() => Engine(docker).BuildAsync(request, new RecordingObserver(), default));
        Assert.Equal("MST3022", error.Descriptor.Code);
        Assert.Contains("linux/arm64", error.Message, StringComparison.Ordinal);
        Assert.Single(docker.Runs);
    }

    [Fact]
    public async Task A_builder_of_another_platform_is_a_warning()
    {
        var request = Requests.Image;
        var text =
            $"InvalidBaseImagePlatform: Base image {request.Plan.Find("build")!.From} was pulled with platform \"linux/amd64\", expected \"linux/arm64\" for current build (line 9)";
        var observer = new RecordingObserver();
        // BuildKit says it twice.
        await Engine(Docker(Warning(text) + "\n" + Warning(text))).BuildAsync(request, observer, default);
        Assert.Equal([text], observer.Warnings);
    }

    [Theory]
    [InlineData("/src/App.csproj(9,5): error MSB3073: The command \"gen\" exited with code 127. [/src/App.csproj]", "sh: gen: not found")]
    [InlineData("/src/App.csproj(9,5): error MSB6006: \"tool\" exited with code 3. [/src/App.csproj]", "cannot open x.json")]
    public async Task A_command_that_fails_without_a_reason_is_followed_by_its_last_lines(string line, string reason)
    {
        var failure = await Fails(reason, line, "  0 Warning(s)", "Time Elapsed 00:00:01.00");
        Assert.Equal(line.Contains("MSB3073", StringComparison.Ordinal) ? "MSB3073" : "MSB6006", Assert.Single(failure.Errors).Code);
        Assert.Equal("MST3021", failure.Unexplained!.Descriptor.Code);
        Assert.Contains(reason, failure.Unexplained.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Elapsed", failure.Unexplained.Message, StringComparison.Ordinal);
        Assert.Contains(reason, failure.Unexplained.Details, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/src/App/Program.cs(1,1): error CS0103: The name 'x' does not exist [/src/App/App.csproj]")]
    [InlineData("EXEC : error : the generator says no [/src/App/App.csproj]")]
    public async Task An_error_that_says_why_stands_alone(string line) => Assert.Null((await Fails(line)).Unexplained);

    private static async Task<BuilderErrorsException> Fails(params string[] lines)
    {
        var output = string.Join('\n',
            lines.Select(line => "#9 1.2 " + line).Prepend("#9 [publish 1/1] RUN dotnet publish").Append("#9 ERROR: exit code: 1"));
        var docker = new RecordedRunner().Answer("build", output, exitCode: 1);
        var facts = new DockerFacts(new Version(20, 10), null, false);
        return await Assert.ThrowsAsync<BuilderErrorsException>(
            () => new DockerEngine(docker, facts).BuildAsync(Requests.Image, new RecordingObserver(), default));
    }

    private static Task<EngineProbe> Probe(string info, string? buildx) => new DockerFinder(Info(info, buildx)).ProbeAsync(default);

    private static RecordedRunner Info(string info, string? buildx) =>
        new RecordedRunner().Answer("info", Recording.Text(info))
            .Answer("buildx version", buildx ?? "docker: unknown command", buildx is null ? 1 : 0);

    private static DockerEngine Engine(RecordedRunner docker) => new(docker, new DockerFacts(new Version(28, 5), new Version(0, 29), true));

    private static RecordedRunner Docker(string recording) => new RecordedRunner()
        .Answer("buildx build", recording.EndsWith(".txt", StringComparison.Ordinal) ? Recording.Text(recording) : recording,
            before: arguments =>
            File.WriteAllText(arguments[arguments.ToList().IndexOf("--iidfile") + 1], "sha256:77"))
        .Answer("image inspect", """[{"Id":"sha256:77","Size":12}]""");

    private static string Warning(string text) =>
        $$"""{"warnings":[{"vertex":"sha256:1","level":1,"short":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}}"}]}""";
}
