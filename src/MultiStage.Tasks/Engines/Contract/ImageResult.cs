namespace MultiStage.Engines.Contract;

/// <summary>The image of one platform.</summary>
/// <param name="Platform">For example <c>linux/arm64</c>.</param>
/// <param name="Digest">Digest of its manifest.</param>
/// <param name="BaseDigest">Digest of the base image's manifest; empty without a base, and where the engine does not tell.</param>
internal sealed record PlatformImage(string Platform, string Digest, string BaseDigest);

/// <summary>The image that was built.</summary>
/// <param name="Names">The names it was given.</param>
/// <param name="Digest">Digest by which the engine or registry knows the image.</param>
/// <param name="Size">Bytes, as the engine counts them; 0 when it does not say.</param>
/// <param name="CachedSteps">Steps that were taken from the cache.</param>
/// <param name="ExecutedSteps">Steps that ran.</param>
internal sealed record ImageResult(IReadOnlyList<string> Names, string Digest, long Size, int CachedSteps, int ExecutedSteps)
{
    public string MediaType { get; init; } = "";

    /// <summary>The image of each platform, as far as the engine tells.</summary>
    public IReadOnlyList<PlatformImage> Platforms { get; init; } = [];

    /// <summary>The manifest's JSON where the engine shows it; else empty.</summary>
    public string Manifest { get; init; } = "";

    /// <summary>The configuration's JSON where the engine shows it; else empty.</summary>
    public string Configuration { get; init; } = "";

    /// <summary>The archive or layout that was written; null for none.</summary>
    public HostPath? Path { get; init; }

    /// <summary>Where the image is, for the summary, when its names do not tell: a file, a folder or an engine.</summary>
    public string Place { get; init; } = "";

    /// <summary>Whether the same image was there already, so that nothing was written or uploaded.</summary>
    public bool IsUnchanged { get; init; }

    /// <summary>Whether <see cref="Size"/> counts compressed layers, as a registry keeps them.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>The files that were delivered in place of an image; null for an image.</summary>
    public DeliveredFiles? Files { get; init; }

    /// <summary>Bytes that were uploaded, where the engine counts them.</summary>
    public long UploadedBytes { get; init; }
}
