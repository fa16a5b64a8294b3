namespace MultiStage.Model;

/// <summary>
/// The projects of a build with the references between them. The order in which they are given shows nowhere.
/// </summary>
internal sealed class DependencyGraph
{
    private readonly Dictionary<NodeId, ProjectNode> byId;
    private readonly ILookup<NodeId, NodeId> referrers;

    /// <param name="nodes">Each once, with all that they refer to.</param>
    /// <exception cref="ArgumentException">A reference leads out of the nodes or back to itself; MSBuild refuses both.</exception>
    public DependencyGraph(IEnumerable<ProjectNode> nodes)
    {
        byId = nodes.ToDictionary(node => node.Id);
        var edges = byId.Values.SelectMany(node => To(node).Select(to => (From: node.Id, To: to))).ToList();
        if (edges.Find(edge => !byId.ContainsKey(edge.To)) is { To: not null } loose)
            throw new ArgumentException($"{loose.From} refers to {loose.To}, which is not there.", nameof(nodes));
        referrers = edges.ToLookup(edge => edge.To, edge => edge.From);
        Nodes = Sorted();
    }

    public static DependencyGraph Empty { get; } = new([]);

    /// <summary>
    /// All nodes, each behind those that it refers to. A new project moves none but those that depend on it: nodes are
    /// sorted by the longest way down, then by name.
    /// </summary>
    public IReadOnlyList<ProjectNode> Nodes { get; }

    /// <summary>The project files, each behind those that it refers to.</summary>
    public IReadOnlyList<ContextPath> Projects => Paths(Nodes);

    public ProjectNode this[NodeId id] => byId[id];

    /// <summary>The nodes of a project: one, or one for all and one for each framework.</summary>
    public IReadOnlyList<ProjectNode> Of(ContextPath project) => [.. Nodes.Where(node => node.Id.Project == project)];

    /// <summary>The nodes and all that they refer to, directly or through others; in the order of <see cref="Nodes"/>.</summary>
    public IReadOnlyList<ProjectNode> Closure(IEnumerable<NodeId> ids) => Reach(ids, id => To(byId[id]));

    /// <summary>All that refer to a node, directly or through others; in the order of <see cref="Nodes"/>.</summary>
    public IReadOnlyList<ProjectNode> Dependents(NodeId id) => [.. Reach([id], next => referrers[next]).Where(node => node.Id != id)];

    /// <summary>The project files of entry points and all that they refer to, each behind those that it refers to.</summary>
    public IReadOnlyList<ContextPath> ProjectClosure(IEnumerable<ContextPath> projects) =>
        Paths(Closure(projects.SelectMany(Of).Select(node => node.Id)));

    /// <summary>The project files that refer to a project, directly or through others.</summary>
    public IReadOnlyList<ContextPath> DependentProjects(ContextPath project) =>
        [.. Paths(Reach(Of(project).Select(node => node.Id), id => referrers[id])).Where(path => path != project)];

    private IReadOnlyList<ProjectNode> Reach(IEnumerable<NodeId> ids, Func<NodeId, IEnumerable<NodeId>> next)
    {
        var found = ids.ToHashSet();
        var waiting = new Queue<NodeId>(found);
        while (waiting.TryDequeue(out var id))
            foreach (var other in next(id))
                if (found.Add(other))
                    waiting.Enqueue(other);
        return [.. Nodes.Where(node => found.Contains(node.Id))];
    }

    // In waves: a node is in the one after the last of those that it refers to.
    private List<ProjectNode> Sorted()
    {
        var sorted = new List<ProjectNode>(byId.Count);
        var open = byId.Values.ToDictionary(node => node.Id, node => To(node).Count());
        var wave = open.Where(pair => pair.Value == 0).Select(pair => pair.Key).ToList();
        while (wave.Count > 0)
        {
            sorted.AddRange(wave.Order().Select(id => byId[id]));
            wave = [.. wave.SelectMany(id => referrers[id]).Where(referrer => --open[referrer] == 0)];
        }
        return sorted.Count == byId.Count ? sorted
            : throw new ArgumentException(
                $"Projects refer to one another: {string.Join(", ", open.Where(pair => pair.Value > 0).Select(pair => pair.Key).Order())}.");
    }

    private static IEnumerable<NodeId> To(ProjectNode node) => node.References.Select(reference => reference.To).Distinct();

    // A project with several frameworks counts where the last of its nodes stands.
    private static IReadOnlyList<ContextPath> Paths(IEnumerable<ProjectNode> nodes) =>
        [.. nodes.Select(node => node.Id.Project).Reverse().Distinct().Reverse()];
}
