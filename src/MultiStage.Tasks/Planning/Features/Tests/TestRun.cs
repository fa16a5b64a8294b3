namespace MultiStage.Planning.Features.Tests;

/// <summary>One test project with its folder of results.</summary>
/// <param name="Name">The project's name; with its folders where two have the same.</param>
internal sealed record TestRun(TestProject Project, string Name)
{
    /// <summary>Where all results lie in the builder; the host gets the same tree.</summary>
    public static readonly ImagePath Root = BuilderFolders.Output / "test-results";

    public ImagePath Folder => Root / Name;

    public ImagePath ExitCode => Folder / PlannedTest.ExitCodeFile;

    /// <summary>The runs, in ordinal order of the projects' paths.</summary>
    public static IReadOnlyList<TestRun> Of(IReadOnlyList<TestProject> tests)
    {
        var names = tests.GroupBy(test => test.Path.NameWithoutExtension, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.OrdinalIgnoreCase);
        return [.. tests.OrderBy(test => test.Path).Select(test =>
            new TestRun(test, names[test.Path.NameWithoutExtension] == 1 ? test.Path.NameWithoutExtension : WholeName(test.Path)))];
    }

    private static string WholeName(ContextPath path) => string.Join('-', [.. path.Folder.Parts, path.NameWithoutExtension]);
}
