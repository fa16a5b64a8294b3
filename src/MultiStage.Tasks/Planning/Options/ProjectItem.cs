namespace MultiStage.Planning.Options;

/// <summary>An item of the project as it is written, for the feature that the type belongs to.</summary>
/// <param name="Type">The item's type, e.g. <c>ContainerVolume</c>.</param>
/// <param name="Include">Its Include.</param>
/// <param name="Metadata">What the project gives it beside.</param>
internal sealed record ProjectItem(string Type, string Include, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The value of a metadata; empty for none.</summary>
    public string this[string metadata] => Metadata.GetValueOrDefault(metadata, "");

    /// <summary>The item, for messages.</summary>
    public string Origin => $"{Type} '{Include.ReplaceLineEndings(" ")}'";

    /// <summary>The value of a metadata, or the Include where there is none.</summary>
    public string ValueOrInclude(string metadata) => this[metadata] is { Length: > 0 } value ? value : Include;
}
