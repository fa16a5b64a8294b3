namespace MultiStage.Images;

/// <summary>What points to content: type, identity and length (OCI image-spec 1.1 descriptor.md).</summary>
/// <param name="MediaType">What the content is.</param>
/// <param name="Digest">The content's identity.</param>
/// <param name="Size">The content's length in bytes.</param>
internal sealed record Descriptor(string MediaType, Digest Digest, long Size)
{
    /// <summary>Where an index's manifest runs; null elsewhere.</summary>
    public Platform? Platform { get; init; }

    /// <summary>Free text by key; empty by default.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = EmptyAnnotations;

    /// <summary>Where else the content may be had; used by layers that may not be distributed. Empty by default.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    private static readonly Dictionary<string, string> EmptyAnnotations = [];
}
