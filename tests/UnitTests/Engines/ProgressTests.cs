using MultiStage.Engines.Progress;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Engines;

public sealed class ProgressTests
{
    [Theory]
    [InlineData("docker20-ok.txt")]
    [InlineData("docker28-ok.txt")]
    public void A_build_tells_its_stages_and_lines(string recording)
    {
        var (transcript, observer) = Recording.Play(recording);
        Assert.Contains("build", observer.Stages);
        Assert.Contains("final", observer.Stages);
        Assert.Contains("first line", observer.Lines);
        Assert.Contains("second line", observer.Lines);
        Assert.Null(transcript.FailedStep);
        Assert.Empty(transcript.Errors);
        // Five steps of three stages; pulling the base may have been cached.
        Assert.InRange(transcript.ExecutedSteps + transcript.CachedSteps, 5, 6);
        Assert.InRange(transcript.ExecutedSteps, 3, 6);
    }

    [Theory]
    [InlineData("docker20-cached.txt")]
    [InlineData("docker28-cached.txt")]
    public void A_repeated_build_is_counted_as_cached(string recording)
    {
        var (transcript, observer) = Recording.Play(recording);
        Assert.True(transcript.CachedSteps >= 3, $"{transcript.CachedSteps} cached");
        Assert.Contains(observer.Lines, line => line.EndsWith(" CACHED", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("docker20-compile.txt")]
    [InlineData("docker28-compile.txt")]
    [InlineData("docker28-plain.txt")]
    public void Compiler_errors_are_told_once_at_the_file_of_the_host(string recording)
    {
        var (transcript, observer) = Recording.Play(recording);
        Assert.Equal(["CS0103", "CS0103", "CS0029"], transcript.Errors.Select(diagnostic => diagnostic.Code));
        Assert.All(transcript.Errors, diagnostic => Assert.Equal("/home/me/repo/app/Program.cs", diagnostic.File));
        Assert.Equal([(1, 1), (1, 19), (1, 36)], transcript.Errors.Select(diagnostic => (diagnostic.Line, diagnostic.Column)));
        Assert.Equal(3, transcript.Errors.Count);
        Assert.Contains("dotnet build", transcript.FailedStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docker20-restore-none.txt", "NU1101")]
    [InlineData("docker28-restore-none.txt", "NU1101")]
    [InlineData("docker20-restore-401.txt", "NU1301")]
    [InlineData("docker28-restore-403.txt", "NU1301")]
    public void Errors_of_restore_have_the_project_as_their_file(string recording, string code)
    {
        var (transcript, _) = Recording.Play(recording);
        Assert.All(transcript.Errors,
            diagnostic => Assert.Equal((code, "/home/me/repo/app/App.csproj", 0), (diagnostic.Code, diagnostic.File, diagnostic.Line)));
        Assert.NotEmpty(transcript.Errors);
    }

    [Theory]
    [InlineData("#7 [build 4/9] RUN dotnet restore", "Started 7 [build 4/9] RUN dotnet restore")]
    [InlineData("#12 CACHED", "Finished 12 cached ")]
    [InlineData("#12 DONE 0.0s", "Finished 12  ")]
    [InlineData("#12 DONE 12.3s", "Finished 12  ")]
    [InlineData("#12 ERROR: no", "Finished 12  no")]
    [InlineData("#12 ERROR executor failed", "Finished 12  executor failed")]
    [InlineData("#12 0.123 hello", "Output 12 hello")]
    [InlineData("#12 123.456   indented", "Output 12   indented")]
    [InlineData("#12 0.123 ", "Output 12 ")]
    [InlineData("#12 0.5 #13 DONE 1.0s", "Output 12 #13 DONE 1.0s")]
    [InlineData("#12 0.5 no end#12 DONE 1.0s", "Output 12 no end|Finished 12  ")]
    [InlineData("#12 0.5 no end#12 ERROR: exit code: 1", "Output 12 no end|Finished 12  exit code: 1")]
    [InlineData("#12 sha256:abc 1MB / 2MB 0.1s", "")]
    [InlineData("#12 ...", "")]
    [InlineData("", "")]
    [InlineData("------", "")]
    [InlineData(" > [build 4/9] RUN x:", "")]
    [InlineData("#x [a]", "")]
    [InlineData("failed to solve: x", "")]
    public void A_plain_line_is_read(string line, string expected) =>
        Assert.Equal(expected, string.Join('|', new PlainProgress().Read(line).Select(Show)));

    [Fact]
    public void A_step_that_goes_on_after_others_starts_once()
    {
        var reader = new PlainProgress();
        Assert.Single(reader.Read("#7 [build 4/9] RUN x"));
        Assert.Empty(reader.Read("#7 [build 4/9] RUN x"));
        Assert.Single(reader.Read("#8 [build 5/9] RUN y"));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"vertexes\":null}")]
    [InlineData("{\"vertexes\":[{}]}")]
    [InlineData("{\"logs\":[]}")]
    [InlineData("{\"warnings\":[{\"short\":\"x\"}]}")]
    [InlineData("{\"vertexes\":\"x\",\"logs\":7}")]
    [InlineData("{\"logs\":[{\"vertex\":\"a\",\"data\":\"not base64!\"}]}")]
    public void A_line_that_completes_nothing_gives_no_event(string line) => Assert.Empty(new RawJsonProgress().Read(line));

    [Fact]
    public void A_line_that_comes_in_pieces_is_told_when_it_is_whole()
    {
        var reader = new RawJsonProgress();
        Assert.Empty(reader.Read(Log("hel")));
        Assert.Equal(["Output a hello"], reader.Read(Log("lo\r\nwor")).Select(Show));
        Assert.Equal(["Output a world", "Output a "], reader.Read(Log("ld\n\n")).Select(Show));
    }

    [Fact]
    public void A_character_that_is_cut_in_two_pieces_is_put_together()
    {
        var reader = new RawJsonProgress();
        var bytes = System.Text.Encoding.UTF8.GetBytes("é😀x\n");
        var events = bytes.SelectMany(one => reader.Read(Log([one]))).ToList();
        Assert.Equal(["Output a é😀x"], events.Select(Show));
    }

    [Fact]
    public void The_last_line_of_a_step_is_told_when_the_step_is_over()
    {
        var reader = new RawJsonProgress();
        Assert.Empty(reader.Read(Log("error without line end")));
        var events = reader.Read("""{"vertexes":[{"digest":"a","name":"n","started":"t","completed":"t","error":"exit code: 1"}]}""")
            .Select(Show).ToList();
        Assert.Equal(["Started a n", "Output a error without line end", "Finished a  exit code: 1"], events);
    }

    [Fact]
    public void The_steps_of_several_platforms_belong_to_their_stages()
    {
        var observer = new RecordingObserver();
        var transcript = new BuildTranscript(new PlainProgress(), observer, OnHost("/r"));
        transcript.Add("#5 [linux/amd64 build 2/3] RUN x");
        transcript.Add("#5 DONE 1.0s");
        transcript.Add("#6 [linux/arm64 build 2/3] RUN x");
        transcript.Add("#6 CACHED");
        transcript.Add("#7 [linux/arm/v7 final 2/3] COPY x");
        transcript.Add("#7 DONE 0.0s");
        transcript.Add("#8 [internal] load build context");
        transcript.Add("#8 DONE 0.0s");
        Assert.Equal(["build", "final"], observer.Stages);
        Assert.Equal((2, 1), (transcript.ExecutedSteps, transcript.CachedSteps));
    }

    [Fact]
    public void The_failed_step_is_the_one_with_a_cause_and_not_one_that_was_cancelled_with_it()
    {
        var transcript = new BuildTranscript(new PlainProgress(), new RecordingObserver(), OnHost("/r"));
        transcript.Add("#5 [a 1/2] RUN x");
        transcript.Add("#6 [b 1/2] RUN y");
        transcript.Add("#5 0.1 the cause");
        transcript.Add("#5 ERROR: exit code: 3");
        transcript.Add("#6 ERROR: context canceled");
        Assert.Equal("[a 1/2] RUN x", transcript.FailedStep);
        Assert.Contains("the cause", transcript.FailureText, StringComparison.Ordinal);
        Assert.Contains("exit code: 3", transcript.FailureText, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_of_a_failure_keeps_the_last_lines_only()
    {
        var transcript = new BuildTranscript(new PlainProgress(), new RecordingObserver(), OnHost("/r"));
        transcript.Add("#5 [a 1/2] RUN x");
        for (var line = 0; line < 500; line++)
            transcript.Add($"#5 0.1 line {line};");
        transcript.Add("#5 ERROR: exit code: 3");
        Assert.Contains("line 499;", transcript.FailureText, StringComparison.Ordinal);
        Assert.DoesNotContain("line 100;", transcript.FailureText, StringComparison.Ordinal);
    }

    private static string Log(string text) => Log(System.Text.Encoding.UTF8.GetBytes(text));

    private static string Log(byte[] bytes) => $$"""{"logs":[{"vertex":"a","stream":1,"data":"{{Convert.ToBase64String(bytes)}}"}]}""";

    private static string Show(BuildEvent happened) => happened switch
    {
        StepStarted started => $"Started {started.Step} {started.Name}",
        StepFinished finished => $"Finished {finished.Step} {(finished.IsCached ? "cached" : "")} {finished.Error}",
        StepOutput output => $"Output {output.Step} {output.Line}",
        _ => "?",
    };
}
