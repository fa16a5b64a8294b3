namespace MultiStage.Images;

/// <summary>A layer as stored, and the digest of its tar without compression.</summary>
internal sealed record ImageLayer(Blob Blob, Digest DiffId);

/// <summary>A resolved base: everything is known, no layer was opened yet.</summary>
/// <param name="Name">How the base was named, for messages.</param>
/// <param name="Format">The family of its manifest.</param>
/// <param name="Manifest">The manifest of the chosen platform; null for scratch.</param>
/// <param name="Config">Its configuration.</param>
/// <param name="Layers">Its layers, the lowest first.</param>
internal sealed record BaseImage(string Name, ImageFormat Format, Descriptor? Manifest, ImageConfig Config, IReadOnlyList<ImageLayer> Layers)
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

    /// <summary>Every blob but the manifest, each digest once, layers first.</summary>
    public IEnumerable<Blob> Content => Layers.Select(layer => layer.Blob).Append(Config).DistinctBy(blob => blob.Descriptor.Digest);
}

/// <summary>What is written or pushed: one image, or an index with an image per platform.</summary>
/// <param name="Top">The manifest or index that the name points to.</param>
/// <param name="Images">The images, one when there is no index.</param>
internal sealed record ImageSet(Blob Top, IReadOnlyList<BuiltImage> Images)
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
        var bytes = ManifestWriter.Index(format, sorted.Select(image => image.Manifest.Descriptor with { Platform = image.Platform }), annotations);
        return new ImageSet(Blob.Of(MediaTypes.Index(format), bytes), sorted);
    }
}
