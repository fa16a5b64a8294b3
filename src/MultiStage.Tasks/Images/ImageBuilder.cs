namespace MultiStage.Images;

/// <summary>Puts layers and changes on a base: values in, documents out, no input or output.</summary>
internal static class ImageBuilder
{
    /// <param name="baseImage">What to build upon.</param>
    /// <param name="layers">The layers to add, the lowest first.</param>
    /// <param name="changes">What the configuration gets.</param>
    /// <param name="format">The family of the result; null takes the base's.</param>
    /// <param name="annotations">Annotations of the manifest; Docker's format has none.</param>
    public static BuiltImage Build(
        BaseImage baseImage,
        IReadOnlyList<(ImageLayer Layer, LayerHistory History)> layers,
        ImageConfigChanges changes,
        ImageFormat? format = null,
        IReadOnlyDictionary<string, string>? annotations = null)
    {
        var target = format ?? baseImage.Format;
        var all = baseImage.Layers.Concat(layers.Select(layer => layer.Layer)).Select(layer => Convert(layer, target)).ToList();
        var config = Blob.Of(MediaTypes.Config(target), ImageConfigWriter.Write(baseImage.Config, changes, [.. layers.Select(layer => (layer.Layer.DiffId, layer.History))]));
        var manifest = Blob.Of(MediaTypes.Manifest(target), ManifestWriter.Manifest(target, config.Descriptor, all.Select(layer => layer.Blob.Descriptor), annotations));
        return new BuiltImage(target, baseImage.Config.Platform, manifest, config, all);
    }

    // Only the name of the type changes, never the bytes: the digest stays, so a registry that has the layer keeps it.
    private static ImageLayer Convert(ImageLayer layer, ImageFormat format)
    {
        var descriptor = layer.Blob.Descriptor;
        if (MediaTypes.FormatOf(descriptor.MediaType) == format)
            return layer;
        _ = MediaTypes.TryReadLayer(descriptor.MediaType, out var compression, out var foreign);
        if (format == ImageFormat.Docker && compression == LayerCompression.Zstd)
            throw new ImageException(ImageErrors.FormatCannotHold, descriptor.Digest.ToString(), "it is compressed with zstd");
        return layer with { Blob = layer.Blob.As(descriptor with { MediaType = MediaTypes.Layer(format, compression, foreign) }) };
    }
}
