using FsCheck;
using FsCheck.Fluent;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Model;

/// <summary>Closures, dependents and the order of projects.</summary>
public sealed class DependencyGraphTests
{
    // App refers to Left and Right, both to Bottom, which has two frameworks; Tests refers to Left.
    private static readonly DependencyGraph Shop = new(
    [
        Node("Tests", To("Left")),
        Node("App", To("Left"), To("Right", ReferenceKind.BuildOrder)),
        Node("Right", To("Bottom", "TargetFramework=net9.0")),
        Node("Left", To("Bottom", "TargetFramework=net10.0")),
        Node("Bottom", new NodeReference(new NodeId(InContext("Bottom"), "TargetFramework=net10.0"), ReferenceKind.Framework),
            new NodeReference(new NodeId(InContext("Bottom"), "TargetFramework=net9.0"), ReferenceKind.Framework)),
        new ProjectNode(new NodeId(InContext("Bottom"), "TargetFramework=net10.0")),
        new ProjectNode(new NodeId(InContext("Bottom"), "TargetFramework=net9.0")),
    ]);

    [Fact]
    public void Projects_stand_behind_those_that_they_refer_to() =>
        Assert.Equal(["Bottom", "Left", "Right", "App", "Tests"], Shop.Projects.Texts());

    [Fact]
    public void A_closure_has_what_is_needed_and_no_more()
    {
        Assert.Equal(["Bottom", "Left"], Shop.ProjectClosure([InContext("Left")]).Texts());
        Assert.Equal(["Bottom", "Left", "Right", "App"], Shop.ProjectClosure([InContext("App")]).Texts());
        Assert.Equal(["Bottom (TargetFramework=net10.0)", "Left"],
            Shop.Closure([new NodeId(InContext("Left"))]).Select(node => node.Id.ToString()));
    }

    [Fact]
    public void Dependents_are_all_that_a_change_reaches()
    {
        Assert.Equal(["App", "Tests"], Shop.DependentProjects(InContext("Left")).Texts());
        Assert.Equal(["Left", "Right", "App", "Tests"], Shop.DependentProjects(InContext("Bottom")).Texts());
        Assert.Equal(["Right", "App"],
            Shop.Dependents(new NodeId(InContext("Bottom"), "TargetFramework=net9.0")).Where(node => node.Id.Project.Text != "Bottom")
                .Select(node => node.Id.Project).Texts());
        Assert.Empty(Shop.DependentProjects(InContext("App")));
    }

    [Fact]
    public void A_circle_and_a_loose_reference_are_refused()
    {
        Assert.Contains("A, B",
            Assert.Throws<ArgumentException>(() => new DependencyGraph([Node("A", To("B")), Node("B", To("A"))])).Message,
            StringComparison.Ordinal);
        Assert.Contains("Gone", Assert.Throws<ArgumentException>(() => new DependencyGraph([Node("A", To("Gone"))])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_the_input_shows_nowhere() => Law.Holds(Any, nodes =>
    {
        var expected = new DependencyGraph(nodes);
        var shuffled =
            new DependencyGraph(nodes.Shuffled(nodes.Length).Select(node => node with { References = node.References.Shuffled(7) }));
        Assert.Equal(expected.Nodes.Select(node => node.Id), shuffled.Nodes.Select(node => node.Id));
        foreach (var node in nodes)
        {
            Assert.Equal(Ids(expected.Closure([node.Id])), Ids(shuffled.Closure([node.Id])));
            Assert.Equal(Ids(expected.Dependents(node.Id)), Ids(shuffled.Dependents(node.Id)));
        }
    });

    [Fact]
    public void Closures_are_transitive_and_dependents_are_their_mirror() => Law.Holds(Any, nodes =>
    {
        var graph = new DependencyGraph(nodes);
        foreach (var node in graph.Nodes)
        {
            var closure = Ids(graph.Closure([node.Id]));
            Assert.Contains(node.Id, closure);
            Assert.All(closure, id => Assert.Subset(closure.ToHashSet(), Ids(graph.Closure([id])).ToHashSet()));
            Assert.All(nodes.Where(other => other.Id != node.Id), other =>
                Assert.Equal(closure.Contains(other.Id), Ids(graph.Dependents(other.Id)).Contains(node.Id)));
        }
    });

    [Fact]
    public void Nodes_stand_behind_those_that_they_refer_to() => Law.Holds(Any, nodes =>
    {
        var order = new DependencyGraph(nodes).Nodes.Select((node, index) => (node.Id, index))
            .ToDictionary(pair => pair.Id, pair => pair.index);
        Assert.All(nodes, node => Assert.All(node.References, reference => Assert.True(order[reference.To] < order[node.Id])));
    });

    [Fact]
    public void A_new_project_moves_none_but_those_that_depend_on_it() => Law.Holds(Any, nodes =>
    {
        foreach (var added in nodes)
        {
            var without = nodes.Where(node => node.Id != added.Id)
                .Select(node => node with { References = [.. node.References.Where(reference => reference.To != added.Id)] });
            var graph = new DependencyGraph(nodes);
            var moved = Ids(graph.Dependents(added.Id)).Append(added.Id).ToHashSet();
            Assert.Equal(
                Ids(new DependencyGraph(without).Nodes).Where(id => !moved.Contains(id)),
                Ids(graph.Nodes).Where(id => !moved.Contains(id)));
        }
    });

    // Each node refers to some of those after it.
    private static Gen<ProjectNode[]> Any { get; } =
        from count in Gen.Choose(1, 12)
        from names in Gen.Elements("a", "B", "b", "lib/x", "Ä", "z.1", "z-1", "src/App").ArrayOf(count)
        from edges in Gen.Choose(0, 3).ArrayOf(count * count)
        select Create(names, edges);

    private static ProjectNode[] Create(string[] names, int[] edges) =>
    [
        .. names.Select((name, index) => new ProjectNode(new NodeId(InContext(name + index)))
        {
            References =
            [
                .. Enumerable.Range(index + 1, names.Length - index - 1).Where(to => edges[(index * names.Length) + to] == 0)
                    .Select(to => new NodeReference(new NodeId(InContext(names[to] + to)), ReferenceKind.Output)),
            ],
        }),
    ];

    private static List<NodeId> Ids(IEnumerable<ProjectNode> nodes) => [.. nodes.Select(node => node.Id)];

    private static ProjectNode Node(string project, params NodeReference[] references) =>
        new(new NodeId(InContext(project))) { References = references };

    private static NodeReference To(string project, string properties) =>
        new(new NodeId(InContext(project), properties), ReferenceKind.Output);

    private static NodeReference To(string project, ReferenceKind kind = ReferenceKind.Output) => new(new NodeId(InContext(project)), kind);
}
