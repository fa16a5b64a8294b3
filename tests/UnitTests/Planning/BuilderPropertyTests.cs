using FsCheck.Fluent;
using Microsoft.Build.Evaluation;
using MultiStage.Planning;
using MultiStage.Planning.Builder;
using MultiStage.Planning.Options;
using MultiStage.Rendering;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning;

/// <summary>Which properties reach the builder, where, and as what.</summary>
public sealed class BuilderPropertyTests
{
    private const string Context = "/home/me/repo";

    // What a caller adds that says nothing of the image.
    private static readonly string[] Noise =
    [
        "BuildingSolutionFile=true", "CurrentSolutionConfigurationContents=<x />", "SolutionDir=/home/me/repo/", "SolutionExt=.slnx",
        "SolutionFileName=All.slnx", "SolutionName=All",
        "SolutionPath=/home/me/repo/All.slnx", "Platform=AnyCPU", "Platform=Any CPU", "Configuration=Release", "_IsPublishing=true",
        "Version=1.2.3", "VersionSuffix=ci-7", "GitCommit=abc",
        "SourceRevisionId=abc", "BuildNumber=7", "ContinuousIntegrationBuild=true", "DeployOnBuild=true", "PublishProfile=DefaultContainer",
        "BuildingInsideVisualStudio=true", "DevEnvDir=C:\\VS\\",
        "VisualStudioVersion=18.0", "UseSharedCompilation=false", "GenerateFullPaths=true", "NuGetInteractive=true",
        "ContainerImageTag=dev", "ContainerRepository=x", "LocalRegistry=Docker",
        "DbPassword=x", "GITHUB_PAT=x", "MSBuildRestoreSessionId=1", "ShouldUnsetParentConfigurationAndPlatform=false",
    ];

    private static readonly string[] Meant = ["DefineConstants=A;B", "Flavor=pro", "Platform=x64", "PublishTrimmed=true",
        "PublishProfile=Docker"];

    [Fact]
    public void One_input_gives_the_same_bytes_however_it_was_called() =>
        Law.Holds(Gen.SubListOf(Noise).Zip(Gen.SubListOf(Meant)), sets =>
        {
            var meant = Globals(sets.Item2);
            var called = Globals(sets.Item1.Concat(sets.Item2));
            // A solution says both; alone, the folder was given by hand and is meant.
            if (called.ContainsKey("SolutionDir"))
                called["SolutionPath"] = "/home/me/repo/All.slnx";
            // Who is told a platform is told that one.
            if (sets.Item2.Contains("Platform=x64"))
                called["Platform"] = "x64";
            Assert.Equal(Text(meant), Text(called));
            Assert.Equal(InstanceName.Of("net10.0", meant), InstanceName.Of("net10.0", called));
            Assert.Equal(sets.Item2.Contains("Platform=x64") ? "x64" : "",
                BuilderProperties.ForEvaluation(called).GetValueOrDefault("Platform", ""));
        });

    [Fact]
    public void What_changes_from_build_to_build_is_in_the_build_argument_alone()
    {
        var globals = Globals(["Version=1.2.3", "GitCommit=a%3Bb", "Mine=1;2", "Flavor=pro", "BuildNumber=7"]);
        var stages = new PropertyStages(["mine"], ["BuildNumber"]);
        Assert.Equal("GitCommit=a%3Bb;Mine=\"1;2\";Version=1.2.3", BuilderProperties.ForPublish(globals, Context, stages));
        Assert.Equal(["BuildNumber", "Flavor"], BuilderProperties.Select(globals, Context, stages).Select(property => property.Name));
    }

    [Theory]
    [InlineData(true, "SolutionDir=/src/")]
    [InlineData(false, "")]
    public void What_a_solution_says_reaches_only_who_reads_it(bool reads, string expected)
    {
        var globals = Globals(["SolutionDir=/home/me/repo/", "SolutionPath=/elsewhere/All.slnx"]);
        Assert.Equal(expected,
            string.Join('|', BuilderProperties.Select(globals, Context, null, reads).Select(pair => $"{pair.Name}={pair.Value}")));
    }

    [Theory]
    [InlineData("DbPwd"), InlineData("DB_PASS"), InlineData("DbPass"), InlineData("pass")]
    [InlineData("SqlCredential"), InlineData("ConnectionString"), InlineData("Shop_ConnectionStrings")]
    [InlineData("AwsAccessKey"), InlineData("ACCESS_KEY_ID"), InlineData("SigningPrivateKey"), InlineData("GITHUB_PAT")]
    [InlineData("GitHubPat"), InlineData("Pat"), InlineData("PfxPassphrase")]
    [InlineData("FeedPassword"), InlineData("ClientSecret"), InlineData("AccessToken")]
    [InlineData("accesstoken"), InlineData("NugetApiKey"), InlineData("API_KEY")]
    public void A_secret_is_known_by_its_name(string name) => Assert.True(SecretNames.Is(name));

    [Theory]
    [InlineData("Path"), InlineData("MyPath"), InlineData("Compass"), InlineData("Pattern")]
    [InlineData("FilePattern"), InlineData("Bypass"), InlineData("ByPass"), InlineData("PassThrough")]
    [InlineData("SinglePass"), InlineData("TokenCount"), InlineData("Patch"), InlineData("Spat")]
    [InlineData("KeyFile"), InlineData("PublicKey"), InlineData("Passes"), InlineData("Compat")]
    public void Other_names_are_no_secrets(string name) => Assert.False(SecretNames.Is(name));

    /// <summary>What MSBuild has on the host, it has in the builder: the value, and how many items a list of it makes.</summary>
    [Fact]
    public void Values_are_the_same_on_the_host_and_in_the_builder() =>
        Law.Holds(Generators.Text.Select(text => text.Replace("\0", "", StringComparison.Ordinal)), text =>
        {
            foreach (var raw in new[] { text, ProjectCollection.Escape(text) })
            {
                var written = PropertyText.Of(raw);
                Assert.DoesNotContain(written, character => char.IsControl(character) || character is '$' or '\\' or '\'' or '@');
                var inBuilder = written.StartsWith('"') && written.EndsWith('"') && written.Length > 1 ? written[1..^1] : written;
                Assert.DoesNotContain("\"", inBuilder, StringComparison.Ordinal);
                Assert.Equal(ProjectCollection.Unescape(raw), ProjectCollection.Unescape(inBuilder));
                Assert.Equal(raw.Split(';').Length, inBuilder.Split(';').Length);
                Assert.Equal(raw.Count(character => character is '*' or '?'), inBuilder.Count(character => character is '*' or '?'));
            }
        });

    [Theory]
    [InlineData("net10.0", "")]
    [InlineData("net10.0", "Configuration=Release", "ContainerTarget=final", "Version=1", "ContainerRepository=x", "Platform=AnyCPU",
        "SolutionDir=/x/")]
    [InlineData("net10.0-Debug-linux-arm64", "Configuration=Debug", "RuntimeIdentifier=linux-arm64", "ContainerTarget=test")]
    [InlineData("net10.0-linux-arm64-linux-x64", "RuntimeIdentifier=x", "ContainerRuntimeIdentifiers=linux-x64;linux-arm64")]
    public void A_folder_is_named_after_what_makes_the_instance_another_one(string expected, params string[] globals) =>
        Assert.Equal(expected, InstanceName.Of("net10.0", Globals(globals.Where(pair => pair.Length > 0))));

    [Fact]
    public void What_no_folder_can_be_named_after_is_a_hash()
    {
        var name = InstanceName.Of("net10.0", Globals(["Configuration=../../x", "Flavor=pro"]));
        Assert.Matches("^net10.0-[0-9a-f]{8}$", name);
        Assert.NotEqual(name, InstanceName.Of("net10.0", Globals(["Configuration=../../y", "Flavor=pro"])));
    }

    private static Dictionary<string, string> Globals(IEnumerable<string> pairs) =>
        pairs.Select(pair => pair.Split('=', 2)).GroupBy(pair => pair[0])
            .ToDictionary(group => group.Key, group => group.Last()[1], StringComparer.OrdinalIgnoreCase);

    private static string Text(IReadOnlyDictionary<string, string> globals)
    {
        var plan = Planner.Plan(Models.Web, Models.Options with { Properties = BuilderProperties.Select(globals, Context) });
        return DockerfileWriter.Write(plan, DockerfileDialect.Portable) + PlanJson.Write(plan);
    }
}
