using FsCheck;
using FsCheck.Fluent;

namespace MultiStage.UnitTests.Support;

/// <summary>Solutions whose projects refer to others below them.</summary>
internal static class Layered
{
    /// <summary>Up to eighty projects in up to ten levels.</summary>
    public static Gen<SolutionModel> Any { get; } =
        from widths in Gen.Choose(1, 9).ListOf()
        from seed in Gen.Choose(0, int.MaxValue)
        select Solution([.. widths.Take(10), 1], seed);

    /// <summary>A given number of projects.</summary>
    public static Gen<SolutionModel> Of(int count) =>
        from levels in Gen.Choose(2, 30)
        from seed in Gen.Choose(0, int.MaxValue)
        select Even(count, levels, seed);

    /// <summary>Levels of one width.</summary>
    public static SolutionModel Even(int count, int levels, int? seed) => Solution(
        [.. Enumerable.Range(0, levels).Select(level => (count - 1) / levels + (level < (count - 1) % levels ? 1 : 0)), 1], seed);

    /// <param name="widths">How many projects each level has, from the bottom; the last one is the app.</param>
    /// <param name="seed">Which of the level below each refers to; without one, to all.</param>
    public static SolutionModel Solution(IReadOnlyList<int> widths, int? seed = null)
    {
        var chance = seed is { } given ? new Random(given) : null;
        var nodes = new List<ProjectNode>();
        for (var level = 0; level < widths.Count; level++)
            for (var number = 0; number < widths[level]; number++)
            {
                var isApp = level == widths.Count - 1;
                var below = level == 0 ? [] : Enumerable.Range(0, widths[level - 1])
                    .Where(other => isApp || chance is null || chance.Next(3) == 0).Select(other => Id(level - 1, other)).ToList();
                nodes.Add(Node(Id(level, number), below));
            }
        return Of(nodes, Id(widths.Count - 1, 0).Project);
    }

    /// <summary>The solution with one more library that the app refers to.</summary>
    public static SolutionModel With(SolutionModel solution, string library)
    {
        var id = new NodeId(InContext(library));
        var bottom = solution.Graph.Nodes[0].Id;
        return Of([
            .. solution.Graph.Nodes.Select(node => node.Id.Project == solution.Project
                ? node with { References = [.. node.References, new NodeReference(id, ReferenceKind.Output)] } : node),
            Node(id, bottom.Project == solution.Project ? [] : [bottom])], solution.Project);
    }

    private static SolutionModel Of(IReadOnlyList<ProjectNode> nodes, ContextPath app)
    {
        var graph = new DependencyGraph(nodes);
        var closure = graph.ProjectClosure([app]).ToHashSet();
        var solution = Models.Solution([
            Models.ProjectAt(app.Text, "Program.cs"),
            .. closure.Where(path => path != app).Order().Select(path => Models.ProjectAt(path.Text, "Class1.cs"))]);
        return solution with { Graph = new DependencyGraph(graph.Nodes.Where(node => closure.Contains(node.Id.Project))) };
    }

    private static ProjectNode Node(NodeId id, IEnumerable<NodeId> references) => new(id)
    {
        Framework = "net10.0",
        References = [.. references.Select(to => new NodeReference(to, ReferenceKind.Output))],
    };

    private static NodeId Id(int level, int number) => new(InContext($"src/L{level}N{number}/L{level}N{number}.csproj"));
}
