namespace MultiStage.Images;

/// <summary>
/// Resolves base images: reads manifest and configuration, and leaves the layers where they are until somebody opens them.
/// </summary>
internal sealed class ImageSource(ContentStore store, RegistryClient client)
{
    private readonly ImageLimits limits = client.Options.Limits;

    /// <param name="location">Where the image is.</param>
    /// <param name="platform">Which of its platforms.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<BaseImage> ResolveAsync(BaseImageLocation location, Platform platform, CancellationToken cancellationToken) =>
        location switch
    {
        BaseImageLocation.Scratch => BaseImage.Scratch(platform),
        BaseImageLocation.Registry registry =>
            await ManifestWalk.ResolveAsync(new RegistryContent(store, client, registry.Reference), platform, limits, cancellationToken)
                .ConfigureAwait(false),
        BaseImageLocation.Layout layout =>
            await ManifestWalk.ResolveAsync(LayoutContent.OpenDirectory(layout.Path, layout.Name, limits), platform, limits,
                cancellationToken).ConfigureAwait(false),
        BaseImageLocation.Archive archive => await ResolveArchiveAsync(archive, platform, cancellationToken).ConfigureAwait(false),
        _ => throw new ArgumentOutOfRangeException(nameof(location)),
    };

    /// <summary>The platforms that an image has; empty for scratch, which has any.</summary>
    public async Task<IReadOnlyList<Platform>> PlatformsAsync(BaseImageLocation location, CancellationToken cancellationToken)
    {
        switch (location)
        {
            case BaseImageLocation.Registry registry:
                return await ManifestWalk.PlatformsAsync(new RegistryContent(store, client, registry.Reference), limits, cancellationToken)
                    .ConfigureAwait(false);
            case BaseImageLocation.Layout layout:
                return await ManifestWalk.PlatformsAsync(LayoutContent.OpenDirectory(layout.Path, layout.Name, limits), limits,
                    cancellationToken).ConfigureAwait(false);
            case BaseImageLocation.Archive archive:
                var file = await ArchiveFile.OpenAsync(archive.Path, store, limits, cancellationToken).ConfigureAwait(false);
                return file.IsLayout
                    ? await ManifestWalk.PlatformsAsync(LayoutContent.OpenArchive(file, archive.Name, limits), limits, cancellationToken)
                        .ConfigureAwait(false)
                    : [(await DockerArchive.ReadAsync(file, archive.Name, null, new LayerWriter(store), limits, cancellationToken)
                        .ConfigureAwait(false)).Config.Platform];
            default:
                return [];
        }
    }

    private async Task<BaseImage> ResolveArchiveAsync(BaseImageLocation.Archive archive, Platform platform,
        CancellationToken cancellationToken)
    {
        var file = await ArchiveFile.OpenAsync(archive.Path, store, limits, cancellationToken).ConfigureAwait(false);
        // docker 25 and later write both forms into one file; the OCI one has the layers as the registry had them.
        return file.IsLayout
            ? await ManifestWalk.ResolveAsync(LayoutContent.OpenArchive(file, archive.Name, limits), platform, limits, cancellationToken)
                .ConfigureAwait(false)
            : await DockerArchive.ReadAsync(file, archive.Name, platform, new LayerWriter(store), limits, cancellationToken)
                .ConfigureAwait(false);
    }
}
