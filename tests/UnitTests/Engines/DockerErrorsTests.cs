using MultiStage.Diagnostics;
using MultiStage.Engines.Docker;
using MultiStage.Engines.Explain;
using MultiStage.Engines.Progress;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Engines;

public sealed class DockerErrorsTests
{
    [Theory]
    [InlineData("docker20-missing.txt", "MST3004", "localhost:5000/no/such-image:1.0")]
    [InlineData("docker28-missing.txt", "MST3004", "localhost:5000/no/such-image:1.0")]
    [InlineData("docker20-denied.txt", "MST3004", "localhost:41801/team/base:1.0")]
    [InlineData("docker20-unreachable.txt", "MST3005", "registry.invalid/team/base:1.0")]
    [InlineData("docker28-unreachable.txt", "MST3005", "registry.invalid/team/base:1.0")]
    [InlineData("docker20-refused.txt", "MST3005", "localhost:1/team/base:1.0")]
    [InlineData("docker28-refused.txt", "MST3005", "localhost:1/team/base:1.0")]
    [InlineData("docker28-denied.txt", "MST3005", "localhost:41801/team/base:1.0")]
    [InlineData("docker20-restore-none.txt", "MST3014", "NU1101: Unable to find package No.Such.Package.Here")]
    [InlineData("docker28-restore-none.txt", "MST3014", "NU1101: Unable to find package No.Such.Package.Here")]
    [InlineData("docker20-restore-401.txt", "MST3007", "127.0.0.1:41801")]
    [InlineData("docker28-restore-401.txt", "MST3007", "127.0.0.1:41801")]
    [InlineData("docker20-restore-403.txt", "MST3007", "127.0.0.1:41803")]
    [InlineData("docker28-restore-403.txt", "MST3007", "127.0.0.1:41803")]
    [InlineData("docker28-space.txt", "MST3008", "o space left on device")]
    public void The_cause_of_a_failed_build_is_found(string recording, string code, string part)
    {
        var error = Assert.IsType<ContainerException>(DockerErrors.OfBuild(Recording.Play(recording).Transcript, "Docker", Requests.Image));
        Assert.Equal(code, error.Descriptor.Code);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("failed to solve", error.Message, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"[^.]\.\.([^.]|$)|[?!]\.", error.Message);
    }

    [Theory]
    [InlineData("dotnet-counters is not found in NuGet feeds https://feed.example/v3/index.json.", "MST5301",
        "'dotnet-counters', and the package feeds do not have it: dotnet-counters is not found in NuGet feeds https://feed.example/v3/index.json.")]
    [InlineData("dotnet-dump is not found in NuGet feeds /src/packages, https://feed.example/v3/index.json.", "MST5301",
        "<ContainerDebugTool Remove=\"dotnet-dump\" />")]
    [InlineData("Version 99.0.0 of package dotnet-trace is not found in NuGet feeds /src/packages.", "MST5301",
        "'dotnet-trace', and the package feeds do not have it: Version 99.0.0 of")]
    [InlineData("Package humanizer.core is not a .NET tool.", "MST5305", "ContainerDebugTool 'humanizer.core'")]
    [InlineData("Unhandled exception: Unable to load the service index for source https://feed.example/v3/index.json.", "MST3006",
        "dotnet tool install")]
    public void A_tool_that_cannot_be_installed_is_named(string line, string code, string part)
    {
        foreach (var stage in new[] { "debug-tools", "linux/amd64 debug-tools" })
        {
            var error = Assert.IsType<ContainerException>(DockerErrors.OfBuild(Failure(stage, line), "Docker", Requests.Image));
            Assert.Equal(code, error.Descriptor.Code);
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("..", error.Message, StringComparison.Ordinal);
        }
        // The same words in another stage are somebody else's.
        Assert.Equal("MST3006",
            Assert.IsType<ContainerException>(DockerErrors.OfBuild(Failure("tools", line), "Docker", Requests.Image)).Descriptor.Code);
    }

    // npm prints its usage behind the cause, which is longer than what a message shows.
    [Fact]
    public void A_cause_that_stands_far_above_the_end_is_found()
    {
        var error = Assert.IsType<ContainerException>(DockerErrors.OfBuild(Failure("assets", [
            "npm ERR! `npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync. Please update your lock file with `npm install` before continuing.",
            "npm ERR! Invalid: lock file's ms@2.1.3 does not satisfy ms@2.1.2",
            .. Enumerable.Range(0, 300).Select(number => $"npm ERR! Missing: package-{number}@1.0.0 from lock file"),
            .. Enumerable.Range(0, 40).Select(number => $"npm ERR! [--option-{number}]")]), "Docker", Requests.Image));
        Assert.Equal("MST5504", error.Descriptor.Code);
        Assert.Contains("lock file's ms@2.1.3 does not satisfy ms@2.1.2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sh: 1: ./node_modules/.bin/vite: not found")]
    [InlineData("/bin/sh: 1: tools/build.sh: not found")]
    public void A_path_that_a_command_does_not_find_is_no_image(string line) =>
        Assert.Equal("MST3006",
            Assert.IsType<ContainerException>(DockerErrors.OfBuild(Failure("assets", line), "Docker", Requests.Image)).Descriptor.Code);

    private static BuildTranscript Failure(string stage, params string[] lines)
    {
        var transcript = new BuildTranscript(new PlainProgress(), new RecordingObserver(), OnHost("/repo"));
        foreach (var text in new[] { [$"#9 [{stage} 3/4] RUN dotnet tool install x"], lines.Select(line => "#9 1.234 " + line),
            ["#9 ERROR: process \"/bin/sh -c dotnet tool install x\" did not complete successfully: exit code: 1"] }.SelectMany(
                part => part))
            transcript.Add(text);
        return transcript;
    }

    [Theory]
    [InlineData("docker20-compile.txt")]
    [InlineData("docker28-compile.txt")]
    public void Compiler_errors_stand_for_themselves(string recording) =>
        Assert.IsType<BuilderErrorsException>(DockerErrors.OfBuild(Recording.Play(recording).Transcript, "Docker", Requests.Image));

    [Theory]
    [InlineData("docker20-push-401.txt", "MST3009", "no basic auth credentials")]
    [InlineData("docker20-push-403.txt", "MST3009", "denied")]
    [InlineData("docker20-push-refused.txt", "MST3005", "connection refused")]
    [InlineData("docker28-push-401.txt", "MST3005", "TLS handshake")]
    public void The_cause_of_a_failed_push_is_found(string recording, string code, string part)
    {
        var error = DockerErrors.OfPush("localhost:1/rec/push:1", Recording.Text(recording));
        Assert.Equal(code, error.Descriptor.Code);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Contains("localhost:1/rec/push:1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/usr/share/dotnet/sdk/10.0.401/NuGet.targets(196,5): error NU1301: Unable to load the service index for source https://feed.example/v3/index.json. [/src/a/A.csproj]", "MST1106")]
    [InlineData("/src/a/A.csproj : error NU1301: Unable to load the service index for source http://localhost:4010/v3/index.json.",
        "MST1106")]
    [InlineData("/src/a/A.csproj : error NU1301: Response status code does not indicate success: 401 (Unauthorized).", "MST3007")]
    [InlineData("/src/a/A.csproj : error NU1301: Response status code does not indicate success: 403 (Forbidden).", "MST3007")]
    [InlineData("/src/a/A.csproj : error NU1102: Unable to find package X with version (>= 2.0.0)", "MST3014")]
    public void A_feed_that_refuses_is_told_from_one_that_fails(string line, string code)
    {
        var transcript = new BuildTranscript(new PlainProgress(), new RecordingObserver(), OnHost("/r"));
        foreach (var text in new[] { "#9 [build 5/5] RUN dotnet restore a/A.csproj", "#9 0.9 " + line,
            "#9 ERROR: executor failed running [/bin/sh -c dotnet restore a/A.csproj]: exit code: 1" })
            transcript.Add(text);
        Assert.Equal(code, Assert.IsType<ContainerException>(DockerErrors.OfBuild(transcript, "Docker", Requests.Image)).Descriptor.Code);
    }

    [Theory]
    [InlineData("pull access denied for x/y, repository does not exist or may require 'docker login': denied: requested access to the resource is denied", "MST3004")]
    [InlineData("manifest unknown: manifest unknown", "MST3004")]
    [InlineData("no match for platform in manifest: not found", "MST3004")]
    [InlineData("unexpected status from HEAD request to https://x/v2/y/manifests/1: 403 Forbidden", "MST3004")]
    [InlineData("failed to authorize: failed to fetch anonymous token: 401 Unauthorized", "MST3004")]
    [InlineData("dial tcp 192.0.2.1:443: i/o timeout", "MST3005")]
    [InlineData("dial tcp: lookup x on 192.0.2.53:53: server misbehaving", "MST3005")]
    [InlineData("tls: failed to verify certificate: x509: certificate signed by unknown authority", "MST3005")]
    [InlineData("dial tcp 192.0.2.1:443: connect: no route to host", "MST3005")]
    [InlineData("net/http: TLS handshake timeout", "MST3005")]
    [InlineData("http: server gave HTTP response to HTTPS client", "MST3005")]
    public void A_failed_pull_is_told_by_its_cause(string cause, string code)
    {
        var transcript = new BuildTranscript(new PlainProgress(), new RecordingObserver(), OnHost("/r"));
        transcript.Add("#3 [internal] load metadata for x/y:1");
        transcript.Add("#3 ERROR: " + cause);
        transcript.Add("ERROR: failed to build: failed to solve: x/y:1: failed to resolve source metadata for x/y:1: " + cause);
        var error = Assert.IsType<ContainerException>(DockerErrors.OfBuild(transcript, "Docker", Requests.Image));
        Assert.Equal(code, error.Descriptor.Code);
        Assert.Contains("'x/y:1'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_without_known_cause_tells_the_step_and_its_last_lines()
    {
        var transcript = new BuildTranscript(new PlainProgress(), new RecordingObserver(), OnHost("/r"));
        foreach (var text in new[] { "#9 [build 5/5] RUN make it", "#9 0.9 it is broken",
            "#9 ERROR: executor failed running [/bin/sh -c make it]: exit code: 1" })
            transcript.Add(text);
        var error = Assert.IsType<ContainerException>(DockerErrors.OfBuild(transcript, "Docker 20.10", Requests.Image));
        Assert.Equal("MST3006", error.Descriptor.Code);
        Assert.Contains("[build 5/5] RUN make it", error.Message, StringComparison.Ordinal);
        Assert.Contains("exit code: 1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Contains("it is broken", error.Details, StringComparison.Ordinal);
    }
}
