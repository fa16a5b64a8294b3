using Microsoft.Build.Execution;
using Microsoft.Build.Graph;

namespace MultiStage.Graph;

/// <summary>Projects with the references between them.</summary>
/// <param name="Projects">In ordinal order of their paths.</param>
/// <param name="Nodes">Their evaluations.</param>
/// <param name="Properties">The global properties of the entry points.</param>
internal sealed record EvaluatedGraph(
    IReadOnlyList<EvaluatedProject> Projects, IReadOnlyList<EvaluatedNode> Nodes, IReadOnlyDictionary<string, string> Properties)
{
    private readonly Lazy<ILookup<string, string>> references = new(() => Nodes
        .SelectMany(node => node.References.Select(to => (From: node.Instance.FullPath, To: to.FullPath)))
        .Where(edge => edge.From != edge.To).Distinct().ToLookup(edge => edge.From, edge => edge.To, StringComparer.Ordinal));

    /// <summary>Paths that the evaluations asked the disk for.</summary>
    public IReadOnlyList<string> Probed { get; init; } = [];

    public static EvaluatedGraph Of(ProjectGraph graph, IReadOnlyDictionary<string, string> properties) => new(
        [
            .. graph.ProjectNodes.Select(node => node.ProjectInstance)
                .GroupBy(instance => instance.FullPath, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new EvaluatedProject(group.Key, [.. group])),
        ],
        [.. graph.ProjectNodes.Select(
            node => new EvaluatedNode(node.ProjectInstance, [.. node.ProjectReferences.Select(to => to.ProjectInstance)]))],
        properties);

    /// <summary>A project and all that it references, directly or through others.</summary>
    public HashSet<string> Closure(string project)
    {
        var found = new HashSet<string>(StringComparer.Ordinal) { project };
        var waiting = new Queue<string>([project]);
        while (waiting.TryDequeue(out var next))
            foreach (var reference in references.Value[next])
                if (found.Add(reference))
                    waiting.Enqueue(reference);
        return found;
    }

    /// <summary>The part that some of the projects need.</summary>
    public EvaluatedGraph Closed(IReadOnlyList<string> projects)
    {
        var closure = projects.SelectMany(Closure).ToHashSet(StringComparer.Ordinal);
        return new EvaluatedGraph(
            [.. Projects.Where(project => closure.Contains(project.FullPath))],
            [.. Nodes.Where(node => closure.Contains(node.Instance.FullPath))], Properties);
    }
}

/// <summary>One evaluation of a project, with those that it refers to.</summary>
internal sealed record EvaluatedNode(ProjectInstance Instance, IReadOnlyList<ProjectInstance> References);
