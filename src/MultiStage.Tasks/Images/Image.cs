using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>A layer as stored, and the digest of its tar without compression.</summary>
internal sealed record ImageLayer(Blob Blob, Digest DiffId)
{
    /// <summary>
    /// The layer under the media type of a family. Only the name of the type changes, never the bytes: the digest stays,
    /// so a registry that has the layer keeps it.
    /// </summary>
    /// <exception cref="ImageException">MST4206 when the family has no name for it.</exception>
    public ImageLayer As(ImageFormat format)
    {
        var descriptor = Blob.Descriptor;
        if (MediaTypes.FormatOf(descriptor.MediaType) == format)
            return this;
        _ = MediaTypes.TryReadLayer(descriptor.MediaType, out var compression, out var foreign);
        if (format == ImageFormat.Docker && compression == LayerCompression.Zstd)
            throw new ImageException(ImageDiagnostics.FormatCannotHold, descriptor.Digest.ToString(), "it is compressed with zstd");
        return this with { Blob = Blob.As(descriptor with { MediaType = MediaTypes.Layer(format, compression, foreign) }) };
    }
}

/// <summary>A resolved base: everything is known, no layer was opened yet.</summary>
/// <param name="Name">How the base was named, for messages.</param>
/// <param name="Format">The family of its manifest.</param>
/// <param name="Manifest">The manifest of the chosen platform; null for scratch.</param>
/// <param name="Config">Its configuration.</param>
/// <param name="Layers">Its layers, the lowest first.</param>
internal sealed record BaseImage(string Name, ImageFormat Format, Descriptor? Manifest, ImageConfig Config,
    IReadOnlyList<ImageLayer> Layers)
{
    /// <summary>The image without files.</summary>
    public static BaseImage Scratch(Platform platform) =>
        new("scratch", ImageFormat.Oci, null, ImageConfig.Scratch(platform), []);
}

/// <summary>A finished image: the bytes of its documents and its layers.</summary>
internal sealed record BuiltImage(ImageFormat Format, Platform Platform, Blob Manifest, Blob Config, IReadOnlyList<ImageLayer> Layers)
{
    /// <summary>What names the image everywhere.</summary>
    public Digest Digest => Manifest.Descriptor.Digest;

    /// <summary>The same layers and configuration under a manifest of another family; its digest is another one.</summary>
    /// <exception cref="ImageException">MST4206 when the family cannot hold a layer.</exception>
    public BuiltImage As(ImageFormat format)
    {
        if (format == Format)
            return this;
        var layers = Layers.Select(layer => layer.As(format)).ToList();
        var config = Config.As(Config.Descriptor with { MediaType = MediaTypes.Config(format) });
        var manifest = ManifestWriter.Manifest(format, config.Descriptor, layers.Select(layer => layer.Blob.Descriptor));
        return new BuiltImage(format, Platform, Blob.Of(MediaTypes.Manifest(format), manifest), config, layers);
    }

    /// <summary>Every blob but the manifest, each digest once, layers first.</summary>
    public IEnumerable<Blob> Content => Layers.Select(layer => layer.Blob).Append(Config).DistinctBy(blob => blob.Descriptor.Digest);
}

/// <summary>What is written or pushed: one image, or an index with an image per platform.</summary>
/// <param name="Top">The manifest or index that the name points to.</param>
/// <param name="Images">The images, one when there is no index.</param>
/// <param name="Annotations">The index's annotations; null without.</param>
internal sealed record ImageSet(Blob Top, IReadOnlyList<BuiltImage> Images, IReadOnlyDictionary<string, string>? Annotations = null)
{
    public Digest Digest => Top.Descriptor.Digest;

    public bool IsIndex => MediaTypes.IsIndex(Top.Descriptor.MediaType);

    /// <summary>One image under its own name.</summary>
    public static ImageSet Of(BuiltImage image) => new(image.Manifest, [image]);

    /// <summary>An index over images, sorted by platform.</summary>
    public static ImageSet IndexOf(IEnumerable<BuiltImage> images, IReadOnlyDictionary<string, string>? annotations = null)
    {
        var sorted = images.OrderBy(image => image.Platform.ToString(), StringComparer.Ordinal).ToList();
        // An index of OCI type may hold Docker manifests, but Docker's list may hold only Docker's.
        var format = sorted.TrueForAll(image => image.Format == ImageFormat.Docker) ? ImageFormat.Docker : ImageFormat.Oci;
        var bytes = ManifestWriter.Index(format, sorted.Select(image => image.Manifest.Descriptor with { Platform = image.Platform }),
            annotations);
        return new ImageSet(Blob.Of(MediaTypes.Index(format), bytes), sorted, annotations);
    }

    /// <summary>The same with OCI documents only.</summary>
    public ImageSet AsOci() =>
        Images.All(image => image.Format == ImageFormat.Oci) ? this
        : IsIndex ? IndexOf(Images.Select(image => image.As(ImageFormat.Oci)), Annotations)
        : Of(Images[0].As(ImageFormat.Oci));
}
