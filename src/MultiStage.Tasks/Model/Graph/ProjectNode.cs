namespace MultiStage.Model;

/// <summary>Tells one evaluation of a project from all others of the graph.</summary>
/// <param name="Project">The project file.</param>
/// <param name="Properties">
/// The global properties in which it differs from the publish, in ordinal order: <c>NAME=VALUE</c>, or <c>NAME</c> alone for
/// one of the publish's that it does not get; separated by ';' and escaped as MSBuild does. Empty for none.
/// </param>
internal sealed record NodeId(ContextPath Project, string Properties = "") : IComparable<NodeId>
{
    public int CompareTo(NodeId? other) => other is null ? 1
        : Project.CompareTo(other.Project) is not 0 and var order ? order
        : string.CompareOrdinal(Properties, other.Properties);

    public override string ToString() => Properties.Length == 0 ? Project.Text : $"{Project} ({Properties})";
}

/// <summary>
/// A node of the graph: a project as it is built once. A project with several frameworks is a node that only hands out
/// work, and one for each of them. What it reads is said by the <see cref="ProjectModel"/> of its project.
/// </summary>
internal sealed record ProjectNode(NodeId Id)
{
    /// <summary>The framework that it is built for; empty for a node that hands out the work of several.</summary>
    public string Framework { get; init; } = "";

    public IReadOnlyList<NodeReference> References { get; init; } = [];

    /// <summary>
    /// What it makes that others read to be compiled: its reference assembly, or else <see cref="Shipped"/>; null for nothing.
    /// </summary>
    public ContextPath? Read { get; init; }

    /// <summary>What it makes that travels with the app; null for nothing, or when it lies elsewhere than in the context.</summary>
    public ContextPath? Shipped { get; init; }

    public override string ToString() => References.Count == 0 ? Id.ToString() : $"{Id} -> {string.Join(", ", References)}";
}

/// <summary>One edge of the graph.</summary>
/// <param name="IsPrivate">Whether those that refer to the project do not get the reference as well (<c>PrivateAssets</c>).</param>
internal sealed record NodeReference(NodeId To, ReferenceKind Kind, bool IsPrivate = false)
{
    public override string ToString() => $"{To} [{Kind}{(IsPrivate ? ", private" : "")}]";
}

/// <summary>What one project takes of another.</summary>
internal enum ReferenceKind
{
    /// <summary>Its output, to compile against and to ship.</summary>
    Output,

    /// <summary>Its output as an item of another type, for example an analyzer.</summary>
    OtherItem,

    /// <summary>Nothing: it is built before (<c>ReferenceOutputAssembly</c> is false).</summary>
    BuildOrder,

    /// <summary>It is the same project for one of its frameworks.</summary>
    Framework,
}
