namespace MultiStage.Images;

/// <summary>
/// How much of foreign content is accepted, so that a hostile or broken source costs a bounded amount of memory and disk.
/// The defaults are far above what real images need.
/// </summary>
internal sealed record ImageLimits
{
    public static readonly ImageLimits Default = new();

    /// <summary>A manifest or index in bytes. 4 MiB is what distribution-spec 1.1 asks registries to accept.</summary>
    public int ManifestBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>An image configuration in bytes.</summary>
    public int ConfigBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Layers of one image. Docker itself stops at 127.</summary>
    public int Layers { get; init; } = 512;

    /// <summary>Entries of one index.</summary>
    public int IndexEntries { get; init; } = 1024;

    /// <summary>Indexes inside indexes.</summary>
    public int IndexDepth { get; init; } = 4;

    /// <summary>One layer in bytes as stored.</summary>
    public long LayerBytes { get; init; } = 64L * 1024 * 1024 * 1024;

    /// <summary>Entries of an image archive.</summary>
    public int ArchiveEntries { get; init; } = 100_000;

    /// <summary>What a compressed archive may grow to in bytes.</summary>
    public long ArchiveBytes { get; init; } = 256L * 1024 * 1024 * 1024;
}
