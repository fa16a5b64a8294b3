using MultiStage.Planning.Builder;

namespace MultiStage.UnitTests.Planning;

/// <summary>A file that nothing names is told with the way to bring it.</summary>
public sealed class MissingInputTests
{
    [Theory]
    [InlineData("/src/D.props(4,5): error MSB4184: The expression cannot be evaluated. Could not find file '/src/VERSION.txt'.",
        "VERSION.txt")]
    [InlineData("error MSB3552: Could not find a part of the path '/src/schemas/a.xsd'.", "schemas/a.xsd")]
    [InlineData("error MSB4019: The imported project \"/src/eng/x.props\" was not found.", "eng/x.props")]
    [InlineData("CSC : error CS2001: Source file '/src/gen/A.cs' could not be found.", "gen/A.cs")]
    [InlineData("error MSB3030: Could not copy the file \"/src/data/x y.bin\" because it was not found.", "data/x y.bin")]
    [InlineData("error MSB3202: The project file \"/src/tools/Gen/Gen.csproj\" was not found.", "tools/Gen/Gen.csproj")]
    [InlineData("cat: can't open '/src/names.txt': No such file or directory", "names.txt")]
    public void What_is_missing_is_named(string output, string path)
    {
        var error = MissingInputs.Explain(new StepFailure("publish", "", "some line\n" + output + "\nanother"));
        Assert.Equal("MST1013", error?.Descriptor.Code);
        Assert.Contains($"'{path}'", error!.Message, StringComparison.Ordinal);
        Assert.Contains("ContainerRestoreInput", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("publish", "", "Program.cs(1,1): error CS1002: ; expected")]
    [InlineData("publish", "", "Could not find file '/src/App/obj/project.assets.json'.")]
    [InlineData("publish", "", "Could not find file '/root/x.txt'.")]
    [InlineData("publish", "ContainerRun 'x'", "Could not find file '/src/x.txt'.")]
    [InlineData("final", "", "Could not find file '/src/x.txt'.")]
    [InlineData("", "", "")]
    public void Another_failure_is_not_explained(string stage, string origin, string output) =>
        Assert.Null(MissingInputs.Explain(new StepFailure(stage, origin, output)));
}
