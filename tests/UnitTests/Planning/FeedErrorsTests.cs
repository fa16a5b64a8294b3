using MultiStage.Planning.Builder;

namespace MultiStage.UnitTests.Planning;

/// <summary>What NuGet says in a builder becomes one error that names the stage and proposes nothing that is there already.</summary>
public sealed class FeedErrorsTests
{
    private const string Unauthorized =
        "error NU1301: Unable to load the service index for source http://x/v3/index.json. Response status code does not indicate success: 401 (Unauthorized).";

    [Theory]
    [InlineData("build", "error NU1101: Unable to find package A. No packages exist with this id in source(s): nuget.org", false, "MST3014",
        "'build'|'/repo'|Add the feed there", "")]
    [InlineData("publish", "error NU1101: Unable to find package A. No packages exist with this id in source(s): local, company", false,
        "MST3014", "'publish'|(local, company)|'/repo'", "Add the feed there")]
    [InlineData("build", "error NU1102: Unable to find package A with version (>= 2.0.0)", false, "MST3014", "other versions",
        "Add the feed there")]
    [InlineData("build", "error MSB4236: The SDK 'A' specified could not be found. [/src/app/app.csproj]", false, "MST3014",
        "MSB4236: The SDK 'A' specified could not be found.|'/repo'", "/src/app")]
    [InlineData("build", Unauthorized, false, "MST3007", "Give the feed's credentials", "wrong")]
    [InlineData("publish", Unauthorized, true, "MST3007", "'publish'|wrong, too old", "Give the feed's")]
    [InlineData("build", "error NU1301: The local source '/src/feed' doesn't exist.", false, "MST3014",
        "'/repo'|relative to the nuget.config", "credentials")]
    [InlineData("build", "error NU1301: Unable to load the service index for source http://x/v3/index.json.", false, "MST1106",
        "http://x/v3/index.json|ContainerBuildNetwork", "credentials")]
    [InlineData("", "error NU1100: Unable to resolve 'A (>= 1.0.0)' for 'net10.0'.", false, "MST3014", "'build'", "..")]
    public void The_cause_and_a_way_out(string stage, string line, bool hasCredentials, string code, string parts, string absent)
    {
        foreach (var output in new[] { line,
            $"  Determining projects to restore...\n/src/app/app.csproj : {line} [/src/app/app.csproj]\n  Failed to restore.\n" })
        {
            var error = new FeedErrors(OnHost("/repo"), hasCredentials).Explain(new StepFailure(stage, "", output))!;
            Assert.Equal(code, error.Descriptor.Code);
            foreach (var part in parts.Split('|'))
                Assert.Contains(part, error.Message, StringComparison.Ordinal);
            if (absent.Length > 0)
                Assert.DoesNotContain(absent, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/src/a.cs(1,1): error CS0103: The name 'x' does not exist")]
    [InlineData("warning NU1101: Unable to find package A")]
    [InlineData("")]
    public void What_nuget_did_not_say_is_left_to_others(string output) =>
        Assert.Null(new FeedErrors(OnHost("/repo"), true).Explain(new StepFailure("build", "", output)));
}
