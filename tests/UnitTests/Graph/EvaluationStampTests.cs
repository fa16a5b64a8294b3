using MultiStage.Graph;
using MultiStage.UnitTests.Images;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Graph;

/// <summary>A stamp is current as long as nothing has changed that an evaluation reads.</summary>
public sealed class EvaluationStampTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_is_current_until_something_changes()
    {
        Keep("key");
        Assert.Equal(folder.Path, EvaluationStamp.Read(folder["stamp"], "key"));
        Assert.Null(EvaluationStamp.Read(folder["stamp"], "another key"));
        Assert.Null(EvaluationStamp.Read(folder["nowhere"], "key"));
    }

    [Theory]
    [InlineData("App/App.csproj")]
    [InlineData("eng/common.props")]
    [InlineData("nuget.config")]
    [InlineData("made/Dockerfile")]
    // They were not there, and would be read if they were.
    [InlineData("Directory.Build.props")]
    [InlineData("App/Directory.Build.targets")]
    [InlineData("Directory.Packages.props")]
    [InlineData("global.json")]
    [InlineData("App/nuget.config")]
    public void A_file_that_changes_or_appears_ends_it(string file)
    {
        Keep("key");
        folder.Write(file, "another content");
        Assert.Null(EvaluationStamp.Read(folder["stamp"], "key"));
    }

    [Theory]
    [InlineData("App/App.csproj")]
    [InlineData("made/Dockerfile")]
    public void A_file_that_goes_ends_it(string file)
    {
        Keep("key");
        File.Delete(folder[file]);
        Assert.Null(EvaluationStamp.Read(folder["stamp"], "key"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("no stamp at all\n\n\0")]
    public void What_is_no_stamp_is_none(string text)
    {
        folder.Write("stamp", text);
        Assert.Null(EvaluationStamp.Read(folder["stamp"], "key"));
    }

    [Fact]
    public void A_line_that_cannot_be_read_ends_it()
    {
        Keep("key");
        File.AppendAllText(folder["stamp"], "half a li");
        Assert.Null(EvaluationStamp.Read(folder["stamp"], "key"));
    }

    private void Keep(string key)
    {
        foreach (var file in (string[])["App/App.csproj", "eng/common.props", "nuget.config", "made/Dockerfile"])
            folder.Write(file, "content");
        var model =
            Models.Solution(
                Models.ProjectAt("App/App.csproj",
                    "P.cs") with { RestoreInputs = [InContext("App/App.csproj"), InContext("eng/common.props")] })
                        with { SharedInputs = [InContext("nuget.config")] };
        File.WriteAllText(folder["stamp"],
            EvaluationStamp.Of(key, new EvaluatedSolution(OnHost(folder.Path), model), [folder["made/Dockerfile"]]));
    }
}
