using FsCheck.Fluent;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning;

/// <summary>The patterns of the ignore file and the question about a path are one rule.</summary>
public sealed class LeftBehindTests
{
    private static readonly string[] Near =
    [
        ".env", "x.user", ".user", "user", "X.User", "node_modules", "Node_Modules", "node_modules.txt", "Dockerfile", "dockerfile",
        "DOCKERFILE", "Dockerfile.d",
        "Dockerfile.", "my.Dockerfile", "compose.yaml", "compose.yml", "compose.yxml", "compose.yml.bak", "compose..yml",
        "compose.a.b.yaml", "compose.json", "composeryml",
        "docker-compose.yml", "docker-compose.override.yaml", "docker-composed.yml", "docker-compose", "bin", "obj", "a", "...x",
    ];

    [Fact]
    public void A_path_is_left_behind_when_a_pattern_takes_it() => Law.Holds(Gen.Elements(Near).NonEmptyListOf(), parts =>
    {
        var path = string.Join('/', parts);
        Assert.Equal(new IgnoreMatcher(string.Join('\n', LeftBehind.Patterns)).Travels(path), !LeftBehind.Has(InContext(path)));
    }, 3000);

    [Fact]
    public void So_it_is_with_names_of_all_kinds() => Law.Holds(Generators.FilePath, path =>
        Assert.Equal(new IgnoreMatcher(string.Join('\n', LeftBehind.Patterns)).Travels(path), !LeftBehind.Has(InContext(path))), 1000);

    [Theory]
    [InlineData("bin", true)]
    [InlineData("Obj", true)]
    [InlineData("NODE_MODULES", true)]
    [InlineData(".git", true)]
    [InlineData("src", false)]
    [InlineData("binary", false)]
    public void A_search_passes_by_what_builds_and_tools_fill(string folder, bool expected) =>
        Assert.Equal(expected, LeftBehind.IsPassedBy(folder));
}
