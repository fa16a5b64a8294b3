using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>A place that holds manifests and blobs by digest, and knows where to start.</summary>
internal interface IImageContent
{
    /// <summary>How the image was named, for messages.</summary>
    string Name { get; }

    /// <summary>The manifest or index that the name points to.</summary>
    Task<FetchedManifest> StartAsync(CancellationToken cancellationToken);

    /// <summary>A manifest that an index names.</summary>
    Task<FetchedManifest> ManifestAsync(Descriptor descriptor, CancellationToken cancellationToken);

    /// <summary>A configuration or layer, opened later.</summary>
    Blob Blob(Descriptor descriptor);
}

/// <summary>Goes from a name over indexes to the manifest of one platform; the same for registries, layouts and archives.</summary>
internal static class ManifestWalk
{
    public static async Task<BaseImage> ResolveAsync(IImageContent content, Platform platform, ImageLimits limits,
        CancellationToken cancellationToken)
    {
        var document = await content.StartAsync(cancellationToken).ConfigureAwait(false);
        for (var depth = 0; MediaTypes.IsIndex(document.MediaType); depth++)
        {
            if (depth == limits.IndexDepth)
                throw new ImageException(ImageDiagnostics.LimitExceeded, "An index", $"{limits.IndexDepth} indexes inside each other",
                    content.Name);
            var entry = PlatformChoice.Choose(ManifestReader.ReadIndex(document.Content, limits, content.Name), platform, content.Name);
            document = await content.ManifestAsync(entry, cancellationToken).ConfigureAwait(false);
        }

        var manifest = ManifestReader.ReadManifest(document.Content, document.MediaType, limits, content.Name);
        var config = ImageConfig.Read(
            await content.Blob(manifest.Config).ReadAsync(limits.ConfigBytes, "An image configuration", cancellationToken)
                .ConfigureAwait(false), limits, content.Name);
        if (config.DiffIds.Count != manifest.Layers.Count)
            throw new ImageException(ImageDiagnostics.InvalidConfig, content.Name,
                $"it has {config.DiffIds.Count} diff ids, but the manifest has {manifest.Layers.Count} layers");
        // An image that does not say where it runs is taken at the user's word.
        if (config.Platform is not { Os: "", Architecture: "" } && platform.Fit(config.Platform) == 0)
            throw new ImageException(ImageDiagnostics.PlatformNotFound, content.Name, platform.ToString(), config.Platform.ToString());

        return new BaseImage(
            content.Name,
            manifest.Format,
            new Descriptor(document.MediaType, document.Digest, document.Content.Length),
            config,
            [.. manifest.Layers.Zip(config.DiffIds, (layer, diffId) => new ImageLayer(content.Blob(layer), diffId))]);
    }

    public static async Task<IReadOnlyList<Platform>> PlatformsAsync(IImageContent content, ImageLimits limits,
        CancellationToken cancellationToken)
    {
        var document = await content.StartAsync(cancellationToken).ConfigureAwait(false);
        if (MediaTypes.IsIndex(document.MediaType))
            return PlatformChoice.Platforms(ManifestReader.ReadIndex(document.Content, limits, content.Name));
        var manifest = ManifestReader.ReadManifest(document.Content, document.MediaType, limits, content.Name);
        var config = await content.Blob(manifest.Config).ReadAsync(limits.ConfigBytes, "An image configuration", cancellationToken)
            .ConfigureAwait(false);
        return [ImageConfig.Read(config, limits, content.Name).Platform];
    }
}
