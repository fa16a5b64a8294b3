using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>
/// Writes an OCI layout directory. Blobs come first, each under a temporary name until it is whole, and <c>index.json</c>
/// last: a reader sees the old images or the new one, never a half, whenever this process is killed. Docker manifests
/// become OCI ones on the way, as skopeo, podman and buildah see no others in a layout.
/// </summary>
internal static class LayoutWriter
{
    private const string NameAnnotation = "io.containerd.image.name";

    /// <param name="image">What to write.</param>
    /// <param name="directory">The layout; images that it has under other names stay.</param>
    /// <param name="names">The image's names; none writes an entry without a name.</param>
    /// <param name="limits">For reading the index that is there.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The digest of what was written.</returns>
    public static async Task<Digest> WriteAsync(ImageSet image, string directory, IReadOnlyList<ImageReference> names, ImageLimits limits,
        CancellationToken cancellationToken)
    {
        var set = image.AsOci();
        try
        {
            Directory.CreateDirectory(directory);
            RemoveAbandoned(directory);
            foreach (var blob in LayoutDocuments.Blobs(set))
                await WriteBlobAsync(blob, Path.Combine(directory, LayoutDocuments.PathOf(blob.Descriptor.Digest)), cancellationToken)
                    .ConfigureAwait(false);
            await WriteSmallAsync(Path.Combine(directory, "oci-layout"), LayoutDocuments.Version, cancellationToken).ConfigureAwait(false);

            var index = Path.Combine(directory, "index.json");
            var added = LayoutDocuments.Entries(set, names);
            var kept = File.Exists(index)
                ? ManifestReader.ReadIndex(await File.ReadAllBytesAsync(index, cancellationToken).ConfigureAwait(false), limits, index)
                    .Where(old => !IsReplaced(old, added))
                : [];
            await WriteSmallAsync(index, ManifestWriter.Index(ImageFormat.Oci, kept.Concat(added)), cancellationToken)
                .ConfigureAwait(false);
            return set.Digest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ImageException(ImageDiagnostics.CannotWrite, e, directory, Printable.Of(e.Message));
        }
    }

    // An entry without a name can only be found as the only one, so the new image takes its place.
    private static bool IsReplaced(Descriptor old, IReadOnlyList<Descriptor> added) =>
        old.Annotations.GetValueOrDefault(NameAnnotation) is not { } name
            || added.Any(entry => entry.Annotations.GetValueOrDefault(NameAnnotation) is not { } other || other == name);

    private static void RemoveAbandoned(string directory)
    {
        AtomicFile.RemoveAbandoned(directory, name => name is "oci-layout" or "index.json");
        foreach (var algorithm in (string[])["sha256", "sha512"])
            AtomicFile.RemoveAbandoned(Path.Combine(directory, "blobs", algorithm),
                name => Digest.TryParse(algorithm + ":" + name, out _, out _));
    }

    private static async Task WriteBlobAsync(Blob blob, string path, CancellationToken cancellationToken)
    {
        if (await IsThereAsync(blob.Descriptor, path, cancellationToken).ConfigureAwait(false))
            return;
        await AtomicFile.WriteAsync(path, async file =>
        {
            await using var source = await blob.OpenAsync(cancellationToken).ConfigureAwait(false);
            await source.CopyToAsync(file, 128 * 1024, cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
    }

    // The name of a blob promises its content, which a full disk or a killed copy may have spoilt: such a one is written anew.
    private static async Task<bool> IsThereAsync(Descriptor descriptor, string path, CancellationToken cancellationToken)
    {
        if (new FileInfo(path) is not { Exists: true } existing || existing.Length != descriptor.Size)
            return false;
        try
        {
            await using var file = AtomicFile.OpenRead(path);
            await using var hashing = new HashingStream(Stream.Null, descriptor.Digest.Name);
            await file.CopyToAsync(hashing, 128 * 1024, cancellationToken).ConfigureAwait(false);
            return hashing.Digest == descriptor.Digest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static Task WriteSmallAsync(string path, byte[] content, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(path, file => file.WriteAsync(content, cancellationToken).AsTask(), cancellationToken);
}
