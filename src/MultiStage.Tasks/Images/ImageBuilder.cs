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
        var all = baseImage.Layers.Concat(layers.Select(layer => layer.Layer)).Select(layer => layer.As(target)).ToList();
        var config = Blob.Of(MediaTypes.Config(target),
            ImageConfigWriter.Write(baseImage.Config, changes, [.. layers.Select(layer => (layer.Layer.DiffId, layer.History))]));
        var manifest = Blob.Of(MediaTypes.Manifest(target),
            ManifestWriter.Manifest(target, config.Descriptor, all.Select(layer => layer.Blob.Descriptor), annotations));
        return new BuiltImage(target, baseImage.Config.Platform, manifest, config, all);
    }
}
