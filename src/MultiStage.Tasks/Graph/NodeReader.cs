using Microsoft.Build.Evaluation;
using Microsoft.Build.Execution;

namespace MultiStage.Graph;

/// <summary>Makes nodes of the model of the evaluated graph.</summary>
/// <param name="graph">All projects with their references.</param>
/// <param name="relative">Makes paths relative to the context.</param>
/// <param name="context">Absolute path of the context.</param>
internal sealed class NodeReader(EvaluatedGraph graph, RelativePaths relative, string context)
{
    // The graph of MSBuild gives it to every project.
    private const string OfEveryNode = "IsGraphBuild";

    public IEnumerable<ProjectNode> Read() => graph.Nodes.Select(Node).DistinctBy(node => node.Id);

    private ProjectNode Node(EvaluatedNode node)
    {
        var instance = node.Instance;
        var shipped = Output(instance, "TargetPath");
        var read = Output(instance, "TargetRefPath");
        return new ProjectNode(IdOf(instance))
        {
            Framework = instance.GetPropertyValue("TargetFramework"),
            References = [
                .. node.References.Select(to => Reference(instance, to)).DistinctBy(reference => reference.To)
                    .OrderBy(reference => reference.To)],
            Shipped = shipped,
            Read = read ?? shipped,
        };
    }

    private NodeReference Reference(ProjectInstance from, ProjectInstance to)
    {
        if (from.FullPath == to.FullPath)
            return new NodeReference(IdOf(to), ReferenceKind.Framework);
        // There is no item for a project that comes through another: it is taken as that one takes it.
        var item = from.GetItems("ProjectReference").FirstOrDefault(item => item.GetMetadataValue("FullPath") == to.FullPath);
        if (item is null)
            return new NodeReference(IdOf(to), ReferenceKind.Output);
        var type = item.GetMetadataValue("OutputItemType");
        var kind = type.Length > 0 && type != "Reference" ? ReferenceKind.OtherItem
            : item.GetMetadataValue("ReferenceOutputAssembly")
                .Equals("false", StringComparison.OrdinalIgnoreCase) ? ReferenceKind.BuildOrder
            : ReferenceKind.Output;
        return new NodeReference(IdOf(to), kind, item.GetMetadataValue("PrivateAssets").Equals("all", StringComparison.OrdinalIgnoreCase));
    }

    private NodeId IdOf(ProjectInstance instance)
    {
        var own = instance.GlobalProperties.Where(property => !property.Key.Equals(OfEveryNode, StringComparison.OrdinalIgnoreCase)
                && !(graph.Properties.TryGetValue(property.Key, out var value) && value == property.Value))
            .Select(property => property.Key + "=" + ProjectCollection.Escape(property.Value));
        var gone = graph.Properties.Keys.Where(name => !instance.GlobalProperties.ContainsKey(name));
        return new NodeId(relative.Of(instance.FullPath), string.Join(';', own.Concat(gone).Order(StringComparer.Ordinal)));
    }

    // A project that only hands out work makes nothing, and outputs may be led out of the repository.
    private ContextPath? Output(ProjectInstance instance, string property)
    {
        var value = instance.GetPropertyValue("TargetFramework").Length > 0 ? instance.GetPropertyValue(property) : "";
        if (value.Length == 0)
            return null;
        var path = Path.GetFullPath(value.Replace('\\', Path.DirectorySeparatorChar), instance.Directory);
        return PathQuestions.IsBelow(path, context) ? relative.Of(path) : null;
    }
}
