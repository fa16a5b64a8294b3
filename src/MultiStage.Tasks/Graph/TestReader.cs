using MultiStage.Diagnostics;

namespace MultiStage.Graph;

/// <summary>Which test projects are wanted.</summary>
/// <param name="Given">Absolute paths of <c>ContainerTestProject</c>; none to look into the solution.</param>
internal sealed record TestQuery(IReadOnlyList<string> Given);

/// <summary>Reads test projects and their closure, apart from the graph of the app.</summary>
internal sealed class TestReader
{
    private readonly IReadOnlyList<EvaluatedProject> tests;
    private readonly IReadOnlyList<ProjectInputs> inputs;
    private readonly RestoreFiles restore;
    private readonly RestoreFiles appRestore;
    private readonly SharedReads reads;

    private TestReader(
        EvaluatedGraph graph, IReadOnlyList<EvaluatedProject> tests, IReadOnlyList<ProjectInputs> inputs, RestoreFiles restore,
        RestoreFiles appRestore, SharedReads reads) =>
        (Graph, this.tests, this.inputs, this.restore, this.appRestore, this.reads) = (graph, tests, inputs, restore, appRestore, reads);

    /// <summary>The test projects and all that they reference, projects of the app among them.</summary>
    public EvaluatedGraph Graph { get; }

    /// <param name="query">Which ones.</param>
    /// <param name="projectFile">The published project.</param>
    /// <param name="app">The closure of the published project.</param>
    /// <param name="globalProperties">Those of the publish.</param>
    /// <param name="repository">Nothing above it is looked at.</param>
    /// <param name="appRestore">What the restore of the app reads.</param>
    /// <param name="cancellation">Stops the evaluation.</param>
    public static TestReader Read(
        TestQuery query, string projectFile, IReadOnlyList<EvaluatedProject> app, IReadOnlyDictionary<string, string> globalProperties,
        string repository, RestoreFiles appRestore, CancellationToken cancellation)
    {
        var appPaths = app.Select(project => project.FullPath).ToHashSet(StringComparer.Ordinal);
        var isGiven = query.Given.Count > 0;
        var solution = isGiven ? "" : TestSolution.Find(projectFile, repository);
        IReadOnlyList<string> candidates = isGiven
            ? query.Given
            : [.. TestSolution.Projects(solution).Where(path => !appPaths.Contains(path))];
        if (candidates.Count == 0)
            throw NoTests(solution, projectFile);
        var graph = GraphLoader.Load(candidates, globalProperties, cancellation);
        // A test of a library of the app says something about the app, too.
        var tests = graph.Projects.Where(project => candidates.Contains(project.FullPath, StringComparer.Ordinal)
            && (isGiven || (TestFacts.IsTest(project) && graph.Closure(project.FullPath).Overlaps(appPaths)))).ToList();
        if (tests.Count == 0)
            throw NoTests(solution, projectFile);

        var closure = tests.SelectMany(test => graph.Closure(test.FullPath)).Where(path => !appPaths.Contains(path))
            .ToHashSet(StringComparer.Ordinal);
        var projects = graph.Projects.Where(project => closure.Contains(project.FullPath)).ToList();
        foreach (var outside in projects.Where(project => !PathQuestions.IsBelow(project.FullPath, repository)))
            throw new ContainerException(ProjectDiagnostics.InputOutsideContext, outside.FullPath, "the test projects", repository);
        var tools = new ToolFolders(graph.Projects);
        var rule = new InputRule([.. app, .. projects], tools, repository);
        return new TestReader(
            graph.Closed([.. tests.Select(test => test.FullPath)]),
            tests,
            [.. projects.Select(project => ProjectInputs.Read(project, rule, repository))],
            new RestoreFiles(app.First(project => project.FullPath == projectFile), projects, tools, repository),
            appRestore,
            new SharedReads(projects, graph.Probed, rule, repository));
    }

    /// <summary>Folders of files that have to be in the context.</summary>
    public IEnumerable<string> Folders =>
        inputs.SelectMany(input => input.AllFiles).Concat(restore.Files).Select(file => Path.GetDirectoryName(file)!)
            .Concat(restore.FeedFolders).Concat(reads.Places);

    public IEnumerable<string> ProjectFolders => inputs.Select(input => input.Project.Folder);

    /// <param name="appReads">What the evaluation of the app reads.</param>
    public TestModel ToModel(RelativePaths relative, IReadOnlySet<string> graphFolders, SharedReads appReads) => new()
    {
        Tests = [.. tests.Select(test => TestFacts.Of(test, relative.Of(test.FullPath), restore.TestRunner()))],
        Projects = [.. inputs.Select(input => input.ToModel(relative, graphFolders))],
        SharedInputs = relative.Of(restore.Files.Concat(reads.Files).Except(appRestore.Files).Except(appReads.Files)),
        InputFolders = relative.Of(reads.InputFolders.Except(appReads.InputFolders)),
        Markers = relative.Of(reads.Markers.Except(appReads.Markers).Except(restore.Files)),
        MarkerFolders = relative.Of(reads.MarkerFolders.Except(appReads.MarkerFolders)),
        FeedFolders = relative.Of(restore.FeedFolders.Except(appRestore.FeedFolders)),
        RemoteFeeds = [.. restore.RemoteFeeds.Except(appRestore.RemoteFeeds)],
        FeedVariables = [.. restore.FeedVariables.Except(appRestore.FeedVariables)],
    };

    private static ContainerException NoTests(string solution, string projectFile) =>
        new(TestDiagnostics.NoTestProject,
            solution.Length > 0
                ? $"The solution '{solution}'"
                : $"No solution at or above '{Path.GetDirectoryName(projectFile)}' contains the project, so it", projectFile);
}
