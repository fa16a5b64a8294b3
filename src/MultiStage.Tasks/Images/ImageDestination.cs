namespace MultiStage.Images;

/// <summary>Where an image goes: one method per kind, so that a caller needs to know no other type.</summary>
internal static class ImageDestination
{
    /// <summary>Pushes to a registry; see <see cref="ImagePush"/>.</summary>
    public static Task<PushResult> PushAsync(RegistryClient client, ImageSet set, ImageReference target, IReadOnlyList<string> tags, CancellationToken cancellationToken) =>
        new ImagePush(client).RunAsync(set, target, tags, cancellationToken);

    /// <summary>Writes into an OCI layout directory; see <see cref="LayoutWriter"/>.</summary>
    public static Task<Digest> WriteLayoutAsync(ImageSet set, string directory, IReadOnlyList<ImageReference> names, ImageLimits limits, CancellationToken cancellationToken) =>
        LayoutWriter.WriteAsync(set, directory, names, limits, cancellationToken);

    /// <summary>Writes an OCI archive; see <see cref="ArchiveWriter"/>.</summary>
    public static Task<Digest> WriteOciArchiveAsync(ImageSet set, string path, IReadOnlyList<ImageReference> names, CancellationToken cancellationToken) =>
        ArchiveWriter.WriteOciAsync(set, path, names, cancellationToken);

    /// <summary>Writes what <c>docker load</c> and <c>podman load</c> take; see <see cref="ArchiveWriter"/>.</summary>
    public static Task<Digest> WriteDockerArchiveAsync(ImageSet set, string path, IReadOnlyList<ImageReference> names, CancellationToken cancellationToken) =>
        ArchiveWriter.WriteDockerAsync(set, path, names, cancellationToken);

    /// <summary>Streams a Docker archive, for example into <c>docker load</c>.</summary>
    public static Task<Digest> StreamDockerArchiveAsync(ImageSet set, Stream output, IReadOnlyList<ImageReference> names, CancellationToken cancellationToken) =>
        ArchiveWriter.WriteAsync(set, output, names, docker: true, cancellationToken);
}
