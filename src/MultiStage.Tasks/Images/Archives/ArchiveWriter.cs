using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>
/// Writes an OCI archive, or a Docker archive, which is the same file with Docker's table beside it: <c>docker load</c> of
/// any version and <c>podman load</c> take it, and nothing is compressed again. Equal images are equal files. Docker
/// manifests become OCI ones on the way, as in <see cref="LayoutWriter"/>; the configuration, which is Docker's image id,
/// stays.
/// </summary>
/// <param name="output">A file, or for example the standard input of <c>docker load</c>.</param>
internal sealed class ArchiveWriter(Stream output)
{
    private static readonly DateTimeOffset Time = DateTimeOffset.UnixEpoch;
    private readonly List<Digest> added = [];

    /// <summary>The blobs that were written, in order.</summary>
    public IReadOnlyList<Digest> Added => added;

    /// <summary>Writes a blob, which has to be the next one of the image that the archive will hold.</summary>
    public async Task AddAsync(Blob blob, CancellationToken cancellationToken)
    {
        if (added.Count == 0)
            foreach (var folder in (string[])["blobs", "blobs/sha256"])
                await output.WriteAsync(TarHeader.For(LayerEntry.Directory(folder), 0, Time), cancellationToken).ConfigureAwait(false);
        await using var source = await blob.OpenAsync(cancellationToken).ConfigureAwait(false);
        await WriteMemberAsync(LayoutDocuments.PathOf(blob.Descriptor.Digest), source, blob.Descriptor.Size, cancellationToken)
            .ConfigureAwait(false);
        added.Add(blob.Descriptor.Digest);
    }

    /// <summary>Writes what is left of the image.</summary>
    /// <returns>The digest of what was written.</returns>
    /// <exception cref="ImageException">MST4404 for a Docker archive of an index: Docker's table has no platforms.</exception>
    public async Task<Digest> CompleteAsync(ImageSet image, IReadOnlyList<ImageReference> names, bool docker,
        CancellationToken cancellationToken)
    {
        var set = image.AsOci();
        if (docker && set.Images is not [_])
            throw new ImageException(ImageDiagnostics.ArchiveCannotHold, "Docker archive", $"it has {set.Images.Count} platforms");
        foreach (var blob in LayoutDocuments.Blobs(set).Skip(added.Count))
            await AddAsync(blob, cancellationToken).ConfigureAwait(false);
        await WriteMemberAsync("index.json", ManifestWriter.Index(ImageFormat.Oci, LayoutDocuments.Entries(set, names)), cancellationToken)
            .ConfigureAwait(false);
        if (docker)
            await WriteMemberAsync("manifest.json", LayoutDocuments.DockerTable(set.Images[0], names), cancellationToken)
                .ConfigureAwait(false);
        await WriteMemberAsync("oci-layout", LayoutDocuments.Version, cancellationToken).ConfigureAwait(false);
        await output.WriteAsync(new byte[2 * TarHeader.BlockSize], cancellationToken).ConfigureAwait(false);
        return set.Digest;
    }

    private async Task WriteMemberAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        using var source = new MemoryStream(content, writable: false);
        await WriteMemberAsync(name, source, content.Length, cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteMemberAsync(string name, Stream source, long size, CancellationToken cancellationToken)
    {
        await output.WriteAsync(TarHeader.For(LayerEntry.File(name, ReadOnlyMemory<byte>.Empty), size, Time), cancellationToken)
            .ConfigureAwait(false);
        await PipelinedCopy.RunAsync(source, output, cancellationToken).ConfigureAwait(false);
        await output.WriteAsync(new byte[TarHeader.Padding(size)], cancellationToken).ConfigureAwait(false);
    }
}
