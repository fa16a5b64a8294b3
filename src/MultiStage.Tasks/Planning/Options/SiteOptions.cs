namespace MultiStage.Planning.Options;

/// <summary>What the project says about its static site; as written, not yet validated.</summary>
internal sealed record SiteOptions
{
    /// <summary>
    /// <c>ContainerSpaFallback</c>: the page for paths that are no files, <c>false</c> for none; empty for <c>index.html</c>.
    /// </summary>
    public string Fallback { get; init; } = "";

    /// <summary><c>ContainerImmutableFiles</c>: patterns of paths whose files never change.</summary>
    public IReadOnlyList<string> ImmutableFiles { get; init; } = [];

    /// <summary><c>ContainerResponseHeader</c>: headers of every response; one with an empty value is left out.</summary>
    public IReadOnlyList<NameValue> Headers { get; init; } = [];
}
