using FsCheck.Fluent;
using MultiStage.Engines.Contract;
using MultiStage.Engines.Docker;
using MultiStage.Planning;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Engines;

public sealed class DockerArgumentsTests
{
    private static readonly DockerFacts Buildx = new(new Version(28, 5, 2), new Version(0, 29, 1), true);
    private static readonly DockerFacts Classic = new(new Version(20, 10, 24), null, false);

    [Fact]
    public void Buildx_loads_the_image_and_reports_as_data() => Assert.Equal(
        ["buildx", "build", "--load", "--progress=rawjson", "--file", "/r/obj/Dockerfile", "--target", "final", "--iidfile", "/tmp/id",
            "--tag", "a:1", "--tag", "a:2", "/r"],
        DockerArguments.Build(Request, Target, Buildx, "/tmp/id"));

    [Fact]
    public void The_classic_command_builds_with_plain_progress() => Assert.Equal(
        ["build", "--progress=plain", "--file", "/r/obj/Dockerfile", "--target", "final", "--iidfile", "/tmp/id", "--tag", "a:1", "--tag",
            "a:2", "/r"],
        DockerArguments.Build(Request, Target, Classic, "/tmp/id"));

    [Fact]
    public void Every_option_has_its_flag()
    {
        var target = Pushed with { Platforms = ["linux/arm64"], Labels = [new NameValue("l", "v")] };
        var request = Request with
        {
            Network = "host", Builder = "mine", CacheFrom = ["type=registry,ref=r/c"], CacheTo = ["type=inline"],
            BuildArguments = [new NameValue("A", "b")], Secrets = [new SecretFile("key", OnHost("/s/key"))],
        };
        Assert.Equal(
            ["buildx", "build", "--push", "--builder", "mine", "--progress=rawjson", "--file", "/r/obj/Dockerfile", "--target", "final",
                "--iidfile", "/tmp/id", "--tag", "a:1", "--tag", "a:2",
             "--platform", "linux/arm64", "--network", "host", "--label", "l=v", "--build-arg", "A=b", "--secret", "id=key,src=/s/key",
             "--cache-from", "type=registry,ref=r/c", "--cache-to", "type=inline", "/r"],
            DockerArguments.Build(request, target, Buildx, "/tmp/id"));
    }

    [Theory]
    [InlineData("/r/out", "type=local,dest=/r/out")]
    [InlineData("/r/a b", "type=local,dest=/r/a b")]
    [InlineData("/r/a,b", "type=local,\"dest=/r/a,b\"")]
    [InlineData("/r/a\"b", "type=local,\"dest=/r/a\"\"b\"")]
    public void Files_go_to_a_folder_and_nothing_is_tagged_or_pushed(string folder, string output)
    {
        var request = Request with { Builder = "mine" };
        var target = Pushed with { Stage = "export", Labels = [new NameValue("l", "v")] };
        Assert.Equal(
            ["buildx", "build", "--builder", "mine", "--progress=rawjson", "--file", "/r/obj/Dockerfile", "--target", "export", "--output",
                output, "/r"],
            DockerArguments.Build(request, target, Buildx, "/tmp/id", folder));
        Assert.Equal(
            ["build", "--progress=plain", "--file", "/r/obj/Dockerfile", "--target", "export", "--output", output, "/r"],
            DockerArguments.Build(request with { Builder = "" }, target, Classic, "/tmp/id", folder));
    }

    [Fact]
    public void A_cache_destination_of_the_classic_command_is_the_image_itself()
    {
        var arguments = DockerArguments.Build(Request with { CacheTo = ["type=registry,ref=r/c"] }, Target, Classic, "/tmp/id");
        Assert.Contains("BUILDKIT_INLINE_CACHE=1", arguments);
        Assert.DoesNotContain("--cache-to", arguments);
    }

    [Theory]
    [InlineData(true, "mine", true)]
    [InlineData(true, "", false)]
    [InlineData(false, "mine", false)]
    [InlineData(false, "", false)]
    public void Only_a_builder_of_its_own_pushes_itself(bool push, string builder, bool expected) =>
        Assert.Equal(expected, DockerArguments.DeliversByPush(Request with { Builder = builder }, push ? Pushed : Target));

    [Theory]
    [InlineData("/s/a b", "id=key,src=/s/a b")]
    [InlineData("/s/a,b", "id=key,\"src=/s/a,b\"")]
    [InlineData("/s/a\"b", "id=key,\"src=/s/a\"\"b\"")]
    public void The_path_of_a_secret_stays_one_field(string path, string expected) =>
        Assert.Contains(expected,
            DockerArguments.Build(Request with { Secrets = [new SecretFile("key", OnHost(path))] }, Target, Buildx, "/tmp/id"));

    [Fact]
    public void Values_with_line_breaks_are_given_as_build_arguments() =>
        Law.Holds(Generators.Pairs(Generators.EnvironmentName, Generators.Text), pairs =>
    {
        var plan = Planner.Plan(Models.Web, Models.Options with { Environment = pairs });
        var arguments = DockerArguments.Build(Request with { Plan = plan }, Target, Buildx, "/tmp/id");
        Assert.Equal(
            pairs.Select(pair => pair.Value).Where(value => value.Contains('\n') || value.Contains('\r')).Order(StringComparer.Ordinal),
            arguments.Where((_, index) => index > 0 && arguments[index - 1] == "--build-arg")
                .Select(argument => argument[(argument.IndexOf('=', StringComparison.Ordinal) + 1)..]).Order(StringComparer.Ordinal));
    });

    [Fact]
    public void The_context_is_the_last_argument_whatever_the_options_are() => Law.Holds(Generators.Text.Zip(Generators.Text), pair =>
    {
        var arguments = DockerArguments.Build(Request with { BuildArguments = [new NameValue("A", pair.Item2)] },
            Target with { Labels = [new NameValue("l", pair.Item1)] }, Buildx, "/tmp/id");
        Assert.Equal("/r", arguments[^1]);
        Assert.Contains("l=" + pair.Item1, arguments);
        Assert.Contains("A=" + pair.Item2, arguments);
    });

    private static TargetRequest Target => new("final", [new Destination.Store()]) { Names = ["a:1", "a:2"] };

    private static TargetRequest Pushed => Target with { Destinations = [new Destination.Registry()] };

    private static BuildRequest Request => new()
    {
        Plan = Planner.Plan(Models.Web, Models.Options), Targets = [Target], ContextFolder = OnHost("/r"), ProjectFolder = OnHost("/r"),
        Dockerfile = OnHost("/r/obj/Dockerfile"),
    };
}
