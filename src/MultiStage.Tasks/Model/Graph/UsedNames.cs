namespace MultiStage.Model;

/// <summary>Names in the published project that could be meant for us.</summary>
/// <param name="Properties">Global properties, and those of the project that start with <c>Container</c>.</param>
/// <param name="Items">All item types, once each.</param>
internal sealed record UsedNames(IReadOnlyList<string> Properties, IReadOnlyList<UsedItem> Items)
{
    public static readonly UsedNames None = new([], []);
}

/// <summary>An item type of the project.</summary>
/// <param name="Metadata">What the project says of such items; empty for types that do not start with <c>Container</c>.</param>
internal sealed record UsedItem(string Type, IReadOnlyList<string> Metadata);
