using FsCheck.Fluent;
using MultiStage.Planning.Options;
using MultiStage.Rendering;
using MultiStage.UnitTests.Planning.Stages;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Rendering;

/// <summary>Steps of the project's own as text: nothing that it writes ends an instruction.</summary>
public sealed class StageTextTests
{
    private static readonly PlaceOption Final = new();

    [Theory]
    [InlineData("fc-cache -f", "fc-cache -f")]
    [InlineData("echo \"$HOME\" | tee 'a b' && ls \\* ; true", "echo \"$HOME\" | tee 'a b' && ls \\* ; true")]
    [InlineData("  a  ", "a")]
    [InlineData("one\ntwo", """["/bin/sh", "-ec", "one\ntwo"]""")]
    [InlineData("\r\n  one\r\n  two\r\n", """["/bin/sh", "-ec", "one\n  two"]""")]
    [InlineData("cat <<EOF", """["/bin/sh", "-ec", "cat <<EOF"]""")]
    [InlineData("a \\", """["/bin/sh", "-ec", "a \\"]""")]
    [InlineData("[ -e /x ]", """["/bin/sh", "-ec", "[ -e /x ]"]""")]
    [InlineData("--mount=type=bind x", """["/bin/sh", "-ec", "--mount=type=bind x"]""")]
    [InlineData("# x", """["/bin/sh", "-ec", "# x"]""")]
    public void A_command_is_a_line_for_the_shell_or_an_argument_of_it(string command, string expected) =>
        Assert.Contains($"\nRUN {expected}\n", Write(new StageOptions { Runs = [new RunOption("x", command, Final)] }),
            StringComparison.Ordinal);

    [Fact]
    public void Commands_come_back_as_they_were_given() => Law.Holds(Generators.Text, command =>
    {
        if (command.Trim().Length == 0)
            return;
        var run = DockerfileReader.Stages(Write(new StageOptions { Runs = [new RunOption("x", command, Final)] }))[^1].Runs.Single();
        var read = run.StartsWith('[') ? DockerfileReader.Json(run)[2] : run;
        Assert.Equal(command.ReplaceLineEndings("\n").Trim(), read);
    });

    [Fact]
    public void Paths_of_a_copy_come_back_as_they_were_given() => Law.Holds(Generators.FilePath.Zip(Generators.Line), pair =>
    {
        if (pair.Item1.Trim().Length == 0 || pair.Item2.Trim().Length == 0 || pair.Item2.HasLineBreak() || pair.Item2.Contains('\0'))
            return;
        var stage =
            DockerfileReader.Stages(
                Write(new StageOptions { Copies = [
                    new CopyOption("x", [pair.Item1], "/" + pair.Item2, Final) { Owner = "1:2", Mode = "0755" }] }))[^1];
        Assert.Equal("--chown=1:2 --chmod=0755", stage.Copies[^1].Flags);
        Assert.Equal("/" + pair.Item2, stage.Copies[^1].Destination);
        Assert.Equal("ENTRYPOINT", stage.Instructions[^1].Word);
    });

    [Fact]
    public void A_description_cannot_leave_its_comment() =>
        Assert.Equal(5,
            DockerfileReader.Stages(
                Write(new StageOptions { Stages = [new StageOption("tools", "scratch", "has\nRUN rm\r\nFROM x AS y")] })).Count);

    private static string Write(StageOptions items) => DockerfileWriter.Write(OwnStageTests.Plan(items), DockerfileDialect.Portable);
}
