namespace MultiStage.Planning.Features.Tests;

/// <summary>One test project with its folder of results.</summary>
/// <param name="Name">The project's name; with its folders where two have the same.</param>
internal sealed record TestRun(TestProject Project, string Name)
{
    /// <summary>Where all results lie in the builder; the host gets the same tree.</summary>
    public const string Root = BuilderFolders.Output + "/test-results";

    public string Folder => $"{Root}/{Name}";

    public string ExitCode => $"{Folder}/{PlannedTest.ExitCodeFile}";

    /// <summary>The runs, in ordinal order of the projects' paths.</summary>
    public static IReadOnlyList<TestRun> Of(IReadOnlyList<TestProject> tests)
    {
        var names = tests.GroupBy(test => FileName(test.Path), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.OrdinalIgnoreCase);
        return [.. tests.OrderBy(test => test.Path, StringComparer.Ordinal).Select(test =>
            new TestRun(test, names[FileName(test.Path)] == 1 ? FileName(test.Path) : WithoutExtension(test.Path).Replace('/', '-')))];
    }

    private static string FileName(string path) => WithoutExtension(path[(path.LastIndexOf('/') + 1)..]);

    private static string WithoutExtension(string path) =>
        path.LastIndexOf('.') > path.LastIndexOf('/') + 1 ? path[..path.LastIndexOf('.')] : path;
}
