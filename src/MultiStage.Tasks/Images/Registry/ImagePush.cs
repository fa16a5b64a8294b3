using System.Collections.Concurrent;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>What a push did.</summary>
/// <param name="Digest">What was pushed.</param>
/// <param name="Blobs">How each blob came to be in the target, by its digest.</param>
/// <param name="UploadedBytes">The bytes of uploaded blobs.</param>
internal sealed record PushResult(Digest Digest, IReadOnlyDictionary<Digest, BlobOutcome> Blobs, long UploadedBytes);

/// <summary>
/// Pushes an image or index. The order makes every state in between harmless: blobs, then manifests by digest, then the
/// index by digest, and tags last. A push that breaks leaves no name pointing to half an image.
/// </summary>
internal sealed class ImagePush(RegistryClient client)
{
    /// <param name="set">What to push.</param>
    /// <param name="target">Registry and repository; its own tag is not used.</param>
    /// <param name="tags">The tags to set, in this order; none leaves the image to be found by digest.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<PushResult> RunAsync(ImageSet set, ImageReference target, IReadOnlyList<string> tags,
        CancellationToken cancellationToken)
    {
        // Wrong tags are found before anything moves.
        var names = tags.Distinct(StringComparer.Ordinal).Select(target.At).ToList();
        var blobs = set.Images.SelectMany(image => image.Content).DistinctBy(blob => blob.Descriptor.Digest).Where(MayBePushed).ToList();
        // A registry that has the manifest under every name has its content too.
        if (names.Count > 0 && await HasAllAsync(names, set.Digest, cancellationToken).ConfigureAwait(false))
            return new PushResult(set.Digest, blobs.ToDictionary(blob => blob.Descriptor.Digest, _ => BlobOutcome.Existing), 0);
        var outcomes = new ConcurrentDictionary<Digest, BlobOutcome>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = RegistryVariables.Parallelism(client.Options),
            CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(blobs, parallel, async (blob, token) =>
            outcomes[blob.Descriptor.Digest] = await client.PushBlobAsync(target.Registry, target.Repository, blob, token)
                .ConfigureAwait(false)).ConfigureAwait(false);

        foreach (var manifest in set.Images.Select(image => image.Manifest).Append(set.Top).DistinctBy(blob => blob.Descriptor.Digest))
            await client.PutManifestAsync(target.WithDigest(manifest.Descriptor.Digest), manifest, cancellationToken).ConfigureAwait(false);
        foreach (var name in names)
        {
            if (await CurrentAsync(name, cancellationToken).ConfigureAwait(false) != set.Digest)
                await client.PutManifestAsync(name, set.Top, cancellationToken).ConfigureAwait(false);
        }
        var uploaded = blobs.Where(blob => outcomes[blob.Descriptor.Digest] == BlobOutcome.Uploaded).Sum(blob => blob.Descriptor.Size);
        return new PushResult(set.Digest, outcomes, uploaded);
    }

    private async Task<bool> HasAllAsync(IReadOnlyList<ImageReference> names, Digest digest, CancellationToken cancellationToken)
    {
        foreach (var name in names)
            if (await CurrentAsync(name, cancellationToken).ConfigureAwait(false) != digest)
                return false;
        return true;
    }

    // A registry with immutable tags refuses to set a tag again, also to what it is, so it is asked first. An account that
    // may only push gets no answer.
    private async Task<Digest?> CurrentAsync(ImageReference name, CancellationToken cancellationToken)
    {
        try
        {
            return await client.FindManifestAsync(name, RegistryRole.Push, cancellationToken).ConfigureAwait(false);
        }
        catch (ImageException e) when (e.Descriptor == ImageDiagnostics.Unauthorized)
        {
            return null;
        }
    }

    // Layers that may not be distributed are had from their own addresses.
    private static bool MayBePushed(Blob blob) =>
        !(MediaTypes.TryReadLayer(blob.Descriptor.MediaType, out _, out var foreign) && foreign && blob.Descriptor.Urls.Count > 0);
}
