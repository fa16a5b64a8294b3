using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>An image in a registry, through the content store: what is there is not asked for again.</summary>
internal sealed class RegistryContent(ContentStore store, RegistryClient client, ImageReference reference) : IImageContent
{
    public string Name => reference.ToString();

    public async Task<FetchedManifest> StartAsync(CancellationToken cancellationToken)
    {
        // HEAD is cheap for both sides, and Docker Hub does not count it as a pull.
        var digest = reference.Digest ?? await client.FindManifestAsync(reference, RegistryRole.Pull, cancellationToken)
            .ConfigureAwait(false);
        if (digest is { } known && await CachedAsync(known, cancellationToken).ConfigureAwait(false) is { } cached)
            return cached;
        return await FetchAsync(reference, cancellationToken).ConfigureAwait(false);
    }

    public async Task<FetchedManifest> ManifestAsync(Descriptor descriptor, CancellationToken cancellationToken) =>
        await CachedAsync(descriptor.Digest, cancellationToken).ConfigureAwait(false)
        ?? await FetchAsync(reference.WithDigest(descriptor.Digest), cancellationToken).ConfigureAwait(false);

    public Blob Blob(Descriptor descriptor) => store.GetOrFetch(
        descriptor,
        new BlobOrigin(reference.Registry, reference.Repository),
        (writer, token) => client.DownloadAsync(reference.Registry, reference.Repository, descriptor, writer, token));

    private async Task<FetchedManifest> FetchAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var manifest = await client.GetManifestAsync(image, cancellationToken).ConfigureAwait(false);
        await store.AddAsync(manifest.Content, cancellationToken).ConfigureAwait(false);
        return manifest;
    }

    private async Task<FetchedManifest?> CachedAsync(Digest digest, CancellationToken cancellationToken)
    {
        if (store.SizeOf(digest) is not { } size || size > client.Options.Limits.ManifestBytes)
            return null;
        try
        {
            var content = await store.Get(new Descriptor("", digest, size)).ReadAsync(size, "A manifest", cancellationToken)
                .ConfigureAwait(false);
            return new FetchedManifest(content, ManifestReader.MediaTypeOf(content, null, Name), digest);
        }
        catch (ImageException e) when (e.Descriptor == ImageDiagnostics.CacheDamaged)
        {
            // It was removed; the registry has it.
            return null;
        }
    }
}
