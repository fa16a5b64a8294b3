using FsCheck.Fluent;
using MultiStage.Planning;
using MultiStage.Rendering;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Rendering;

public sealed class IgnoreFileWriterTests
{
    [Fact]
    public void Every_input_travels() => Law.Holds(Models.Any, solution =>
    {
        var matcher = Matcher(solution);
        foreach (var file in Inputs(solution))
            Assert.True(matcher.Travels(file), $"'{file}' does not travel:\n{IgnoreFile(solution)}");
    });

    [Fact]
    public void Every_input_travels_with_the_walk_of_old_engines() => Law.Holds(Models.Any, solution =>
    {
        var matcher = Matcher(solution);
        foreach (var file in Inputs(solution))
            Assert.True(matcher.TravelsWithOldWalk(file), $"'{file}' does not travel:\n{IgnoreFile(solution)}");
    });

    [Fact]
    public void Build_outputs_hidden_files_and_other_projects_never_travel() => Law.Holds(Models.Any, solution =>
    {
        var matcher = Matcher(solution);
        var inputs = Inputs(solution).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Strangers(solution).Where(file => !inputs.Contains(file)))
            Assert.False(matcher.Travels(file), $"'{file}' travels:\n{IgnoreFile(solution)}");
    });

    [Fact]
    public void A_path_as_a_pattern_matches_that_path_and_no_other() => Law.Holds(Generators.FilePath.Zip(Generators.FilePath), pair =>
    {
        var matcher = new IgnoreMatcher("*\n!" + IgnoreFileWriter.Escape(pair.Item1) + "\n");
        Assert.True(matcher.Travels(pair.Item1));
        if (pair.Item2 != pair.Item1 && !pair.Item2.StartsWith(pair.Item1 + "/", StringComparison.Ordinal))
            Assert.False(matcher.Travels(pair.Item2));
    }, 2000);

    [Theory]
    [InlineData("a", "a")]
    [InlineData("#a", "\\#a")]
    [InlineData("!a", "\\!a")]
    [InlineData("a#!", "a#!")]
    [InlineData("a*?[b]", "a[*][?][[]b]")]
    [InlineData(" a b ", "[ ]a b[ ]")]
    [InlineData("My App (2)/x+y", "My App [(]2[)]/x[+]y")]
    [InlineData("$a{b}|c^", "$a[{]b[}][|]c\\^")]
    public void Special_characters_are_written_so_that_they_mean_themselves(string path, string expected) =>
        Assert.Equal(expected, IgnoreFileWriter.Escape(path));

    [Theory]
    [InlineData("a\u00a0")]
    [InlineData("\u3000a")]
    [InlineData("a\t")]
    [InlineData("\u2003")]
    public void White_space_of_any_kind_at_the_ends_is_kept(string path) =>
        Assert.True(new IgnoreMatcher("*\n!" + IgnoreFileWriter.Escape(path) + "\n").Travels(path));

    [Theory]
    [InlineData("src/Hello/Program.cs", true)]
    [InlineData("src/Hello/Hello.csproj", true)]
    [InlineData("src/Hello/Deep/Er/x.cs", true)]
    [InlineData("src/Hello/appsettings.json", true)]
    [InlineData("src/Hello/bin/Release/Hello.dll", false)]
    [InlineData("src/Hello/obj/project.assets.json", false)]
    [InlineData("src/Hello/.env", false)]
    [InlineData("src/Hello/.vs/x", false)]
    [InlineData("src/Hello/Hello.csproj.user", false)]
    [InlineData("src/Hello/node_modules/a/index.js", false)]
    [InlineData("src/Hello/ClientApp/node_modules/a/index.js", false)]
    [InlineData("src/Hello/Dockerfile", false)]
    [InlineData("src/Hello/Dockerfile.dockerignore", false)]
    [InlineData("src/Hello2/Program.cs", false)]
    [InlineData("src/Other/Other.csproj", false)]
    [InlineData("src/Hell", false)]
    [InlineData(".git/config", false)]
    [InlineData("README.md", false)]
    [InlineData("Hello.slnx", false)]
    public void The_allow_list_of_one_project_lets_in_its_folder_and_nothing_else(string file, bool expected) =>
        Assert.Equal(expected, Matcher(Models.Web).Travels(file));

    [Theory]
    [InlineData("App.csproj", true)]
    [InlineData("Program.cs", true)]
    [InlineData("wwwroot/index.html", true)]
    [InlineData("wwwroot/new.html", true)]
    [InlineData("tests/App.Tests/Tests.cs", false)]
    [InlineData("bin/x.dll", false)]
    [InlineData("obj/x.json", false)]
    [InlineData(".git/HEAD", false)]
    [InlineData("secrets.txt", false)]
    [InlineData("docs/readme.md", false)]
    public void A_project_in_the_root_folder_does_not_open_the_root(string file, bool expected)
    {
        var project = Models.ProjectAt("App.csproj", "Program.cs", "wwwroot/index.html");
        var solution = Models.Solution(project with { ExcludedFolders = [.. project.ExcludedFolders, InContext("tests/App.Tests")] });
        Assert.Equal(expected, Matcher(solution).Travels(file));
    }

    [Fact]
    public void An_evaluated_file_below_an_excluded_folder_is_let_in_again()
    {
        var project = Models.ProjectAt("a/A.csproj", "Program.cs", "obj/Generated/Known.cs", ".config/tool.json");
        var matcher = Matcher(Models.Solution(project));
        Assert.True(matcher.Travels("a/obj/Generated/Known.cs"));
        Assert.True(matcher.Travels("a/.config/tool.json"));
        Assert.False(matcher.Travels("a/obj/Generated/Other.cs"));
        Assert.False(matcher.Travels("a/.config/other.json"));
    }

    private static string IgnoreFile(SolutionModel solution) => IgnoreFileWriter.Write(Planner.Plan(solution, Models.Options));

    private static IgnoreMatcher Matcher(SolutionModel solution) => new(IgnoreFile(solution));

    [Fact]
    public void Every_source_that_a_copy_names_travels() => Law.Holds(Models.Any, solution =>
    {
        var matcher = Matcher(solution);
        var plan = Planner.Plan(solution, Models.Options);
        var inputs = Inputs(solution).ToList();
        foreach (var source in plan.Stages.SelectMany(stage => stage.Steps).OfType<CopyStep>().Where(copy => copy.From.Length == 0)
            .SelectMany(copy => copy.Sources))
            Assert.True(
                source.IsFolder
                    ? inputs.Any(file => (source.Text == "./" || file.StartsWith(source.Text, StringComparison.Ordinal))
                        && matcher.Travels(file))
                    : matcher.Travels(source.Text),
                $"'{source}' has nothing to copy:\n{IgnoreFile(solution)}");
    });

    private static IEnumerable<string> Inputs(SolutionModel solution) =>
        solution.SharedInputs.Concat(
            solution.Projects.SelectMany(project => project.RestoreInputs.Concat(project.Files).Concat(project.LinkedFiles))).Texts()
            .Concat(solution.FeedFolders.Concat(solution.InputFolders)
                .SelectMany(feed => new[] { feed + "/Package.1.0.0.nupkg", feed + "/package/1.0.0/.nupkg.metadata" }));

    private static IEnumerable<string> Strangers(SolutionModel solution)
    {
        foreach (var project in solution.Projects)
        {
            var folder = project.Path.Folder;
            foreach (var excluded in project.ExcludedFolders)
                yield return excluded + "/Debug/x.dll";
            yield return folder + "/.env";
            yield return folder + "/sub/.secret/key";
            yield return folder + "x/Program.cs";
        }
        yield return ".git/config";
        yield return "unrelated.txt";
        yield return "zzz/Other/Other.csproj";
    }
}
