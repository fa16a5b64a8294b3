using System.IO.Compression;

namespace MultiStage.Images;

/// <summary>How a layer is written; with the entries it decides every byte.</summary>
internal sealed record LayerOptions
{
    /// <summary>
    /// The time of every entry, in whole seconds; the default is 1970-01-01T00:00:01Z. It is one second past zero as some
    /// programs take zero for "no time".
    /// </summary>
    public DateTimeOffset Timestamp { get; init; } = DateTimeOffset.UnixEpoch.AddSeconds(1);

    /// <summary>
    /// Whether folders that lead to an entry and are not listed are written, as root's with 0755. Folders of the file
    /// system standard (<c>/usr</c>, <c>/tmp</c>, …) never are: the base has them with its own modes, and some of them
    /// are links there (<c>/bin</c>) that a folder entry would replace. Default true.
    /// </summary>
    public bool ParentDirectories { get; init; } = true;

    /// <summary>How hard gzip tries; <see cref="CompressionLevel.NoCompression"/> stores. Default optimal.</summary>
    public CompressionLevel Compression { get; init; } = CompressionLevel.Optimal;

    /// <summary>The family of the layer's media type. Default OCI.</summary>
    public ImageFormat Format { get; init; } = ImageFormat.Oci;
}
