namespace MultiStage.Images;

/// <summary>The two families of image formats.</summary>
internal enum ImageFormat
{
    /// <summary>OCI image-spec 1.1.</summary>
    Oci,

    /// <summary>Docker image manifest version 2, schema 2.</summary>
    Docker,
}

/// <summary>How a layer's tar is compressed.</summary>
internal enum LayerCompression
{
    None,
    Gzip,
    Zstd,
}

/// <summary>Media types (OCI image-spec 1.1 media-types.md; Docker manifest v2 schema 2).</summary>
internal static class MediaTypes
{
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string OciConfig = "application/vnd.oci.image.config.v1+json";
    public const string OciLayer = "application/vnd.oci.image.layer.v1.tar";
    public const string OciForeignLayer = "application/vnd.oci.image.layer.nondistributable.v1.tar";
    public const string DockerIndex = "application/vnd.docker.distribution.manifest.list.v2+json";
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    public const string DockerConfig = "application/vnd.docker.container.image.v1+json";
    public const string DockerLayer = "application/vnd.docker.image.rootfs.diff.tar";
    public const string DockerForeignLayer = "application/vnd.docker.image.rootfs.foreign.diff.tar";

    /// <summary>What a manifest request accepts, in order of preference.</summary>
    public static readonly IReadOnlyList<string> Manifests = [OciIndex, DockerIndex, OciManifest, DockerManifest];

    public static bool IsIndex(string mediaType) => mediaType is OciIndex or DockerIndex;

    public static bool IsManifest(string mediaType) => mediaType is OciManifest or DockerManifest;

    public static ImageFormat FormatOf(string mediaType) =>
        mediaType.StartsWith("application/vnd.docker.", StringComparison.Ordinal) ? ImageFormat.Docker : ImageFormat.Oci;

    public static string Index(ImageFormat format) => format == ImageFormat.Docker ? DockerIndex : OciIndex;

    public static string Manifest(ImageFormat format) => format == ImageFormat.Docker ? DockerManifest : OciManifest;

    public static string Config(ImageFormat format) => format == ImageFormat.Docker ? DockerConfig : OciConfig;

    /// <summary>The type of a layer. Docker joins the compression with a dot, OCI with a plus.</summary>
    public static string Layer(ImageFormat format, LayerCompression compression, bool foreign = false)
    {
        var stem = (format, foreign) switch
        {
            (ImageFormat.Docker, false) => DockerLayer,
            (ImageFormat.Docker, true) => DockerForeignLayer,
            (_, false) => OciLayer,
            (_, true) => OciForeignLayer,
        };
        var joint = format == ImageFormat.Docker ? "." : "+";
        return compression switch
        {
            LayerCompression.Gzip => stem + joint + "gzip",
            LayerCompression.Zstd => stem + joint + "zstd",
            _ => stem,
        };
    }

    /// <summary>Reads a layer's type; false for anything that is not a tar layer.</summary>
    public static bool TryReadLayer(string mediaType, out LayerCompression compression, out bool foreign)
    {
        foreach (var format in (ReadOnlySpan<ImageFormat>)[ImageFormat.Oci, ImageFormat.Docker])
        {
            foreach (var candidate in (ReadOnlySpan<LayerCompression>)[LayerCompression.Gzip, LayerCompression.Zstd, LayerCompression.None])
            {
                foreign = mediaType == Layer(format, candidate, foreign: true);
                compression = candidate;
                if (foreign || mediaType == Layer(format, candidate))
                    return true;
            }
        }
        (compression, foreign) = (LayerCompression.None, false);
        return false;
    }
}
