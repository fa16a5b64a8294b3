using MultiStage.Engines;
using MultiStage.Engines.Contract;
using MultiStage.Engines.Docker;
using MultiStage.Planning;
using MultiStage.Tasks;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Tasks;

/// <summary>The task that builds, on recordings of docker.</summary>
public sealed class BuildContainerImageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("multistage-test-").FullName;
    private readonly RecordingBuildEngine engine = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_image_is_returned_and_summed_up()
    {
        using var task = Task(Built());
        Assert.True(task.Execute(), string.Join('\n', engine.Errors.Select(error => error.Message)));
        Assert.Equal(("sha256:77", "shop:1"),
            (task.GeneratedContainer!.GetMetadata("ManifestDigest"), task.GeneratedContainer.GetMetadata("Names")));
        Assert.Equal("App -> shop:1 (sha256:77, 12.0 MB)", engine.High.Last());
        Assert.Contains("\"digest\": \"sha256:77\"", File.ReadAllText(Path.Combine(folder, "obj", "image.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_says_which_engine_was_taken_and_why()
    {
        using var task = Task(Built(), "podman: it sleeps");
        Assert.True(task.Execute());
        Assert.EndsWith("; built by Docker 28.5.2 (buildx 0.29.1), as others are not usable (podman: it sleeps)", engine.High.Last(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_engine_cannot_do_is_an_error_before_it_is_asked()
    {
        var docker = Built();
        using var task = Task(docker);
        task.LayoutPath = "layout";
        Assert.False(task.Execute());
        Assert.Equal("MST3011", Assert.Single(engine.Errors).Code);
        Assert.Empty(docker.Runs);
    }

    [Fact]
    public void A_command_without_a_reason_is_two_errors()
    {
        var docker = new RecordedRunner().Answer("buildx build", "#9 [publish 1/1] RUN dotnet publish\n#9 1.0 sh: protoc: not found\n"
            + "#9 1.1 /src/App/App.csproj(7,5): error MSB3073: The command \"protoc\" exited with code 127. [/src/App/App.csproj]\n#9 ERROR: exit code: 1", exitCode: 1);
        using var task = Task(docker, buildx: new Version(0, 12));
        Assert.False(task.Execute());
        Assert.Equal(["MSB3073", "MST3021"], engine.Errors.Select(error => error.Code));
        Assert.Equal(Path.Combine(folder, "App", "App.csproj"), engine.Errors[0].File);
        Assert.Contains("sh: protoc: not found", engine.Errors[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_engine_warns_of_is_a_warning_with_a_code()
    {
        using var task = Task(Built("WARNING: something is odd\nWARNING: something is odd"));
        Assert.True(task.Execute());
        var warning = Assert.Single(engine.Warnings);
        Assert.Equal("MST3023", warning.Code);
        Assert.Contains("something is odd", warning.Message, StringComparison.Ordinal);
    }

    private static RecordedRunner Built(string output = "#9 [final 1/1] COPY x\n#9 DONE 0.1s") => new RecordedRunner()
        .Answer("buildx build", output,
            before: arguments => File.WriteAllText(arguments[arguments.ToList().IndexOf("--iidfile") + 1], "sha256:77"))
        .Answer("image inspect", """[{"Id":"sha256:77","Size":12000000}]""");

    private BuildContainerImage Task(RecordedRunner docker, string? refused = null, Version? buildx = null)
    {
        var facts = new DockerFacts(new Version(28, 5, 2), buildx ?? new Version(0, 29, 1), true);
        var project = Path.Combine(folder, "App.csproj");
        var plan = Path.Combine(folder, "plan.json");
        var planned = PlannedBuild.Of(Planner.Plan(Models.Web, Models.Options));
        File.WriteAllText(plan, planned.Text);
        Sessions.Open(engine, project).Engine = new EngineChoice(
            "docker", new EngineProbe(facts.Description) { Capabilities = facts.Capabilities, Open = _ => new DockerEngine(docker, facts) },
            refused is null ? [] : [refused]);
        return new BuildContainerImage
        {
            BuildEngine = engine, ProjectFile = project, Engine = "docker", PlanPath = plan, PlanDigest = planned.Digest,
            DockerfilePath = Path.Combine(folder, "Dockerfile"),
            ContextFolder = folder, IntermediateFolder = "obj", Repository = "shop", Tags = ["1"], FallbackArchivePath = "shop.tar",
        };
    }
}
