namespace MultiStage.Images;

/// <summary>Where an image goes: one method per kind, so that a caller needs to know no other type.</summary>
internal static class ImageDestination
{
    /// <summary>Pushes to a registry; see <see cref="ImagePush"/>.</summary>
    public static Task<PushResult> PushAsync(RegistryClient client, ImageSet set, ImageReference target, IReadOnlyList<string> tags,
        CancellationToken cancellationToken) =>
        new ImagePush(client).RunAsync(set, target, tags, cancellationToken);

    /// <summary>Writes into an OCI layout directory; see <see cref="LayoutWriter"/>.</summary>
    public static Task<Digest> WriteLayoutAsync(ImageSet set, string directory, IReadOnlyList<ImageReference> names, ImageLimits limits,
        CancellationToken cancellationToken) =>
        LayoutWriter.WriteAsync(set, directory, names, limits, cancellationToken);

    /// <summary>Writes an OCI archive; see <see cref="ArchiveWriter"/>.</summary>
    public static Task<Digest> WriteOciArchiveAsync(ImageSet set, string path, IReadOnlyList<ImageReference> names,
        CancellationToken cancellationToken) =>
        WriteArchiveAsync(set, path, names, docker: false, cancellationToken);

    /// <summary>Writes what <c>docker load</c> and <c>podman load</c> take; see <see cref="ArchiveWriter"/>.</summary>
    public static Task<Digest> WriteDockerArchiveAsync(ImageSet set, string path, IReadOnlyList<ImageReference> names,
        CancellationToken cancellationToken) =>
        WriteArchiveAsync(set, path, names, docker: true, cancellationToken);

    /// <summary>Streams a Docker archive, for example into <c>docker load</c>.</summary>
    public static Task<Digest> StreamDockerArchiveAsync(ImageSet set, Stream output, IReadOnlyList<ImageReference> names,
        CancellationToken cancellationToken) =>
        new ArchiveWriter(output).CompleteAsync(set, names, docker: true, cancellationToken);

    private static async Task<Digest> WriteArchiveAsync(ImageSet set, string path, IReadOnlyList<ImageReference> names, bool docker,
        CancellationToken cancellationToken)
    {
        await using var archive = await PendingArchive.BeginAsync(path, [], cancellationToken).ConfigureAwait(false);
        return await archive.CompleteAsync(set, names, docker, cancellationToken).ConfigureAwait(false);
    }
}
