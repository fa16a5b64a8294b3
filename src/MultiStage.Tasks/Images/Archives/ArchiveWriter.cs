using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>
/// Writes an OCI archive, or a Docker archive, which is the same file with Docker's table beside it: <c>docker load</c> of
/// any version and <c>podman load</c> take it, and nothing is compressed again. Equal images are equal files. Docker
/// manifests become OCI ones on the way, as in <see cref="LayoutWriter"/>; the configuration, which is Docker's image id,
/// stays.
/// </summary>
internal static class ArchiveWriter
{
    private static readonly DateTimeOffset Time = DateTimeOffset.UnixEpoch;

    public static Task<Digest> WriteOciAsync(ImageSet set, string path, IReadOnlyList<ImageReference> names, CancellationToken cancellationToken) =>
        WriteFileAsync(path, stream => WriteAsync(set, stream, names, docker: false, cancellationToken), cancellationToken);

    /// <exception cref="ImageException">MST4404 for an index: Docker's table has no platforms.</exception>
    public static Task<Digest> WriteDockerAsync(ImageSet set, string path, IReadOnlyList<ImageReference> names, CancellationToken cancellationToken) =>
        WriteFileAsync(path, stream => WriteAsync(set, stream, names, docker: true, cancellationToken), cancellationToken);

    /// <summary>Writes to a stream, for example the standard input of <c>docker load</c>.</summary>
    /// <returns>The digest of what was written.</returns>
    public static async Task<Digest> WriteAsync(ImageSet image, Stream output, IReadOnlyList<ImageReference> names, bool docker, CancellationToken cancellationToken)
    {
        var set = image.AsOci();
        if (docker && set.Images is not [_])
            throw new ImageException(ImageDiagnostics.ArchiveCannotHold, "Docker archive", $"it has {set.Images.Count} platforms");
        foreach (var folder in (string[])["blobs", "blobs/sha256"])
            await output.WriteAsync(TarHeader.For(LayerEntry.Directory(folder), 0, Time), cancellationToken).ConfigureAwait(false);
        foreach (var blob in LayoutDocuments.Blobs(set))
        {
            await using var source = await blob.OpenAsync(cancellationToken).ConfigureAwait(false);
            await WriteMemberAsync(output, LayoutDocuments.PathOf(blob.Descriptor.Digest), source, blob.Descriptor.Size, cancellationToken).ConfigureAwait(false);
        }
        await WriteMemberAsync(output, "index.json", ManifestWriter.Index(ImageFormat.Oci, LayoutDocuments.Entries(set, names)), cancellationToken).ConfigureAwait(false);
        if (docker)
            await WriteMemberAsync(output, "manifest.json", LayoutDocuments.DockerTable(set.Images[0], names), cancellationToken).ConfigureAwait(false);
        await WriteMemberAsync(output, "oci-layout", LayoutDocuments.Version, cancellationToken).ConfigureAwait(false);
        await output.WriteAsync(new byte[2 * TarHeader.BlockSize], cancellationToken).ConfigureAwait(false);
        return set.Digest;
    }

    private static async Task WriteMemberAsync(Stream output, string name, byte[] content, CancellationToken cancellationToken)
    {
        using var source = new MemoryStream(content, writable: false);
        await WriteMemberAsync(output, name, source, content.Length, cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteMemberAsync(Stream output, string name, Stream source, long size, CancellationToken cancellationToken)
    {
        await output.WriteAsync(TarHeader.For(LayerEntry.File(name, ReadOnlyMemory<byte>.Empty), size, Time), cancellationToken).ConfigureAwait(false);
        await PipelinedCopy.RunAsync(source, output, cancellationToken).ConfigureAwait(false);
        await output.WriteAsync(new byte[TarHeader.Padding(size)], cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Digest> WriteFileAsync(string path, Func<Stream, Task<Digest>> write, CancellationToken cancellationToken)
    {
        try
        {
            Digest? digest = null;
            await AtomicFile.WriteAsync(path, async file => digest = await write(file).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            return digest!;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ImageException(ImageDiagnostics.CannotWrite, e, path, Printable.Of(e.Message));
        }
    }
}
