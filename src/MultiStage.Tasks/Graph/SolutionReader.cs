using Microsoft.Build.Execution;
using MultiStage.Diagnostics;

namespace MultiStage.Graph;

/// <summary>What was read, with the folder of the host that its paths start from.</summary>
/// <param name="ContextFolder">The build context.</param>
internal sealed record EvaluatedSolution(HostPath ContextFolder, SolutionModel Model)
{
    /// <summary>Words of commands that are read in another way than they are written.</summary>
    public IReadOnlyList<ChangedItem> ChangedItems { get; init; } = [];

    /// <summary>What the builder will see of package feeds; null where nobody has looked.</summary>
    public BuilderFeeds? Feeds { get; init; }

    /// <summary>The front end that a target of the project builds, where the target is one of the templates'.</summary>
    public SpaTarget? Spa { get; init; }

    /// <summary>Absolute paths in the repository that evaluation asked for, whether or not they are there.</summary>
    public IReadOnlyList<string> Probed { get; init; } = [];
}

/// <summary>Turns the evaluated graph of a project into the model that plans are made from.</summary>
internal static class SolutionReader
{
    /// <param name="projectFile">Absolute path of the published project.</param>
    /// <param name="globalProperties">Global properties of the publish.</param>
    /// <param name="contextFolder">The context that the user names, absolute; empty to find the smallest one.</param>
    /// <param name="copied">Absolute paths of files and folders beside the graph that the image gets.</param>
    /// <param name="tests">Which test projects to read as well; null for none.</param>
    /// <param name="cancellation">Stops the evaluation.</param>
    public static EvaluatedSolution Read(
        string projectFile, IReadOnlyDictionary<string, string> globalProperties, string contextFolder, IReadOnlyList<string> copied,
        TestQuery? tests, CancellationToken cancellation)
    {
        var graph = GraphLoader.Load([projectFile], globalProperties, cancellation);
        var projects = graph.Projects;
        var published = projects.Single(project => project.FullPath == projectFile);
        CheckNames(projects);
        var spa = SpaTarget.Read(published);
        if (spa is not null && Directory.Exists(spa.Folder))
            copied = [.. copied, spa.Folder];

        var repository = contextFolder.Length > 0 ? contextFolder : RepositoryFolder.Find(published.Folder);
        // A solution may reach above its own folder where no repository tells how far.
        if (contextFolder.Length == 0 && !Path.Exists(Path.Combine(repository, ".git")))
            repository = WithProjects(repository, projects);
        var tools = new ToolFolders(projects);
        var restore = new RestoreFiles(published, projects, tools, repository);
        var publish = PublishReader.Read(published, globalProperties.GetValueOrDefault("TargetFramework", ""), restore.Sdk());

        // Where projects build into other folders in a container, those of this machine are no inputs either.
        var onHost = BuilderEnvironment.IsAskedFor(projects, repository)
            ? GraphLoader.Load([projectFile], globalProperties, cancellation, forBuilder: false).Projects
            : [];
        var rule = new InputRule([.. projects, .. onHost], tools, repository);
        var links = new FileLinks(repository);
        var inputs = projects.Select(project => links.Follow(ProjectInputs.Read(project, rule, repository))).ToList();
        var reads = new SharedReads(projects, graph.Probed, rule, repository);
        foreach (var feed in restore.FeedFolders.Where(feed => !PathQuestions.IsSameOrBelow(feed, repository)))
            throw new ContainerException(ProjectDiagnostics.InputOutsideContext, feed, "the package sources in nuget.config", repository);

        var companions = tests is null
            ? null
            : TestReader.Read(tests, projectFile, projects, globalProperties, repository, restore, cancellation);

        foreach (var path in copied.Where(path => !PathQuestions.IsSameOrBelow(path, repository)))
            throw new ContainerException(ProjectDiagnostics.InputOutsideContext, path, "a ContainerCopy or ContainerAssets", repository);
        foreach (var path in copied)
            links.Check(path, "a ContainerCopy or ContainerAssets");

        var context = HostPath.Of(contextFolder.Length > 0 ? contextFolder : PathQuestions.CommonFolder(
            inputs.SelectMany(input => input.AllFiles).Concat(restore.Files).Select(file => Path.GetDirectoryName(file)!)
                .Concat(restore.FeedFolders).Concat(reads.Places)
                .Concat(copied.Select(path => Directory.Exists(path) ? path : Path.GetDirectoryName(path)!))
                .Concat(companions?.Folders ?? [])));
        var graphFolders = projects.Select(project => project.Folder).Concat(companions?.ProjectFolders ?? [])
            .ToHashSet(StringComparer.Ordinal);
        var relative = new RelativePaths(context);
        return new EvaluatedSolution(context, new SolutionModel
        {
            Project = relative.Of(projectFile),
            Graph = new DependencyGraph(Nodes(graph, relative, context, companions)),
            Projects = [.. inputs.Select(input => input.ToModel(relative, graphFolders))],
            SharedInputs = relative.Of(restore.Files.Concat(reads.Files)),
            FeedFolders = relative.Of(restore.FeedFolders),
            InputFolders = relative.Of(reads.InputFolders),
            Markers = relative.Of(reads.Markers.Except(restore.Files)),
            MarkerFolders = relative.Of(reads.MarkerFolders),
            NeededTools = relative.Of(reads.NeededTools(restore.Files)),
            RemoteFeeds = [.. restore.RemoteFeeds],
            FeedVariables = [.. restore.FeedVariables],
            EntityFramework = EntityFrameworkReader.Read(published, projects, restore.Files),
            VersionTools = VersionToolReader.Read(projects),
            HistoryReads = reads.History,
            GitCommands = reads.GitCommands,
            OptionsOfContainer = ContainerConditions.Read(published, onHost),
            TaskProjects = [
                .. TaskProjects.Read(projects, tools, repository).Where(found => PathQuestions.IsBelow(found.Project, context))
                    .Select(found => new TaskProject(relative.Of(found.Project), found.Target))],
            WorkloadPacks = WorkloadReader.Read(projects),
            SystemConditions =
                relative.Of(SystemConditions.Read(inputs.SelectMany(input => input.RestoreInputs), OperatingSystem.IsLinux())),
            Tests = companions?.ToModel(relative, graphFolders, reads) ?? new TestModel(),
            FrontEnds = [.. projects.Where(FrontEndProjects.Is).Select(project => FrontEndProjects.Read(project, relative))],
            Names = NameReader.Read(published),
            Publish = publish,
        })
        {
            ChangedItems = ItemTexts.Changed(published, file => !tools.Contains(file) && PathQuestions.IsBelow(file, repository)),
            Feeds = restore.ForBuilder(published, repository),
            Spa = spa,
            Probed = reads.Probed,
        };
    }

    // A project that the app and a test share is evaluated for both, and is one node.
    private static IEnumerable<ProjectNode> Nodes(EvaluatedGraph app, RelativePaths relative, string context, TestReader? tests) =>
        new[] { app, tests?.Graph }.OfType<EvaluatedGraph>().SelectMany(graph => new NodeReader(graph, relative, context).Read())
            .DistinctBy(node => node.Id);

    private static string WithProjects(string folder, IReadOnlyList<EvaluatedProject> projects)
    {
        var common = PathQuestions.CommonFolder(projects.Select(project => project.Folder).Prepend(folder));
        return Path.GetDirectoryName(common) is null ? folder : common;
    }

    private static void CheckNames(IReadOnlyList<EvaluatedProject> projects)
    {
        var same = projects.GroupBy(Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        if (same is not null)
            throw new ContainerException(ProjectDiagnostics.SameName, same.First().FullPath, same.Last().FullPath, same.Key);
    }

    private static string Name(EvaluatedProject project)
    {
        ProjectInstance instance = project.Instances[0];
        return instance.GetPropertyValue("PackageId") is { Length: > 0 } id ? id : Path.GetFileNameWithoutExtension(project.FullPath);
    }
}
