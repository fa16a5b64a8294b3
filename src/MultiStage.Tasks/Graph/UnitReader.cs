using Microsoft.Build.Evaluation;
using Microsoft.Build.Exceptions;
using Microsoft.Build.Execution;
using Microsoft.Build.Graph;
using MultiStage.Diagnostics;

namespace MultiStage.Graph;

/// <summary>
/// Asks MSBuild in a builder how the projects of a publish are built one by one: which evaluations there are, with which
/// global properties, and which targets the others ask of each.
/// </summary>
internal static class UnitReader
{
    private const string PublishTarget = "Publish";
    private const string OuterTarget = "GetTargetFrameworks";

    private static readonly string[] FrameworkTargets = [OuterTarget, "GetTargetFrameworksWithPlatformForSingleTargetFramework"];

    // What a project that knows static web assets is asked first; it names what it is asked next.
    private const string AssetsTarget = "GetStaticWebAssetsProjectConfiguration";

    // As the SDK has them where a project says nothing else.
    private const string BuildAssetsTargets = "GetCurrentProjectBuildStaticWebAssetItems";
    private const string PublishAssetsTargets = "ComputeReferencedStaticWebAssetsPublishManifest;GetCurrentProjectPublishStaticWebAssetItems";

    /// <param name="project">Absolute path of the published project.</param>
    /// <param name="properties">All global properties of the publish.</param>
    /// <param name="root">The folder that all projects lie in.</param>
    public static UnitPlan Read(
        string project, IReadOnlyDictionary<string, string> properties, string root, CancellationToken cancellation)
    {
        using var collection = new ProjectCollection();
        var evaluator = new UnitEvaluator(project);
        var graph = Load(project, properties, collection, evaluator, cancellation);
        var published = graph.GetTargetLists([PublishTarget]);
        var built = graph.GetTargetLists(["Build"]);
        var entry = graph.EntryPointNodes.Single();
        var nodes = Sorted(graph);
        var place = nodes.Select((node, index) => (node, index)).ToDictionary(pair => pair.node, pair => pair.index);
        var run = Executed(nodes);
        var units = nodes.Select(node => new Unit(
            Relative(root, node.ProjectInstance.FullPath), Globals(node.ProjectInstance),
            node == entry ? [PublishTarget] : [.. Targets(node.ProjectInstance, published[node].Concat(built[node])).Distinct()],
            [.. node.ProjectReferences.Select(to => place[to]).Order()])
        {
            HasStandIn = !run.Contains(node),
        });
        // Asked before it is known whether the project takes a runtime identifier.
        var asked = evaluator.WithoutRuntime.Select(instance => new Unit(
            Relative(root, instance.FullPath), Globals(instance), [.. FrameworkTargets.Where(instance.Targets.ContainsKey)], [])
        {
            IsQuestion = true,
        });
        return new UnitPlan(Path.GetDirectoryName(typeof(ProjectGraph).Assembly.Location)!, root, [.. units, .. asked])
        {
            HasHiddenReferences = nodes.Any(node => Hides(node.ProjectInstance)),
            UsesStandIns = !nodes.Any(node => Is(node.ProjectInstance, "CompileUsingReferenceAssemblies", "false")),
        };
    }

    private static ProjectGraph Load(
        string project, IReadOnlyDictionary<string, string> properties, ProjectCollection collection, UnitEvaluator evaluator,
        CancellationToken cancellation)
    {
        try
        {
            return new ProjectGraph(
                [new ProjectGraphEntryPoint(project, properties.ToDictionary(StringComparer.OrdinalIgnoreCase))], collection,
                evaluator.Evaluate, cancellation);
        }
        catch (Exception exception) when (exception is InvalidProjectFileException or CircularDependencyException or AggregateException)
        {
            throw new ContainerException(ProjectDiagnostics.GraphFailed, project,
                (exception.InnerException ?? exception).Message.ReplaceLineEndings(" ").TrimEnd('.'));
        }
    }

    // Waves from the bottom, by name in each: the order of evaluation shows nowhere.
    private static List<ProjectGraphNode> Sorted(ProjectGraph graph)
    {
        var depth = new Dictionary<ProjectGraphNode, int>();
        foreach (var node in graph.ProjectNodesTopologicallySorted)
            depth[node] = node.ProjectReferences.Select(to => depth[to] + 1).DefaultIfEmpty().Max();
        return
        [
            .. depth.OrderBy(pair => pair.Value).ThenBy(pair => pair.Key.ProjectInstance.FullPath, StringComparer.Ordinal)
                .ThenBy(pair => string.Join(';', Globals(pair.Key.ProjectInstance)), StringComparer.Ordinal)
                .Select(pair => pair.Key),
        ];
    }

    private static IEnumerable<string> Targets(ProjectInstance project, IEnumerable<string> asked)
    {
        var targets = asked.ToList();
        if (targets.Count == 0)
            return [];
        if (Is(project, "IsCrossTargetingBuild", "true"))
            targets.Add(OuterTarget);
        if (project.Targets.ContainsKey(AssetsTarget))
        {
            targets.Add(AssetsTarget);
            targets.AddRange(Names(project, "StaticWebAssetsGetBuildAssetsTargets", BuildAssetsTargets));
            targets.AddRange(Names(project, "StaticWebAssetsGetPublishAssetsTargets", PublishAssetsTargets));
        }
        // A reference may be asked for what it does not have.
        return targets.Where(project.Targets.ContainsKey);
    }

    private static string[] Names(ProjectInstance project, string property, string usual) =>
        (project.GetPropertyValue(property) is { Length: > 0 } own ? own : usual)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // Analyzers, generators and tools run while others are built, with all that they need.
    private static HashSet<ProjectGraphNode> Executed(IReadOnlyList<ProjectGraphNode> nodes)
    {
        var found = new HashSet<ProjectGraphNode>();
        var waiting = new Queue<ProjectGraphNode>(nodes.SelectMany(node => node.ProjectReferences.Where(to => Runs(node, to))));
        while (waiting.TryDequeue(out var next))
            if (found.Add(next))
                foreach (var reference in next.ProjectReferences)
                    waiting.Enqueue(reference);
        return found;
    }

    private static bool Runs(ProjectGraphNode from, ProjectGraphNode to) =>
        from.ProjectInstance.GetItems("ProjectReference")
            .Where(item => item.GetMetadataValue("FullPath") == to.ProjectInstance.FullPath)
            .Any(item => item.GetMetadataValue("OutputItemType") is { Length: > 0 } type && type != "Reference"
                || item.GetMetadataValue("ReferenceOutputAssembly").Equals("false", StringComparison.OrdinalIgnoreCase));

    private static bool Hides(ProjectInstance project) =>
        Is(project, "DisableTransitiveProjectReferences", "true")
        || project.GetItems("ProjectReference").Any(item =>
            new[] { "PrivateAssets", "ExcludeAssets", "IncludeAssets", "Private" }.Any(name => item.GetMetadataValue(name).Length > 0));

    private static string Relative(string root, string path) =>
        Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');

    private static Dictionary<string, string> Globals(ProjectInstance project) =>
        project.GlobalProperties.OrderBy(property => property.Key, StringComparer.Ordinal)
            .ToDictionary(property => property.Key, property => property.Value, StringComparer.Ordinal);

    private static bool Is(ProjectInstance project, string property, string value) =>
        project.GetPropertyValue(property).Equals(value, StringComparison.OrdinalIgnoreCase);
}
