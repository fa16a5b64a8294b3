using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>
/// An archive that is begun before its image is known: the layers of the base are most of its bytes, and they are known
/// while the app is still being compiled.
/// </summary>
internal sealed class PendingArchive : IAsyncDisposable
{
    private readonly PendingFile file;
    private readonly ArchiveWriter writer;

    private PendingArchive(string path)
    {
        Path = path;
        file = new PendingFile(path);
        writer = new ArchiveWriter(file.Stream);
    }

    public string Path { get; }

    /// <param name="path">The archive to write; nothing is there, or the former file, until the end.</param>
    /// <param name="first">Blobs that it begins with.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static Task<PendingArchive> BeginAsync(string path, IEnumerable<Blob> first, CancellationToken cancellationToken) => GuardAsync(path, async () =>
    {
        var archive = new PendingArchive(path);
        try
        {
            foreach (var blob in first.DistinctBy(blob => blob.Descriptor.Digest))
                await archive.writer.AddAsync(blob, cancellationToken).ConfigureAwait(false);
            return archive;
        }
        catch
        {
            await archive.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    });

    /// <summary>Whether the file is the beginning of what <see cref="CompleteAsync"/> writes for the image: equal images are equal files.</summary>
    public bool IsBeginningOf(ImageSet set) =>
        LayoutDocuments.Blobs(set.AsOci()).Select(blob => blob.Descriptor.Digest).Take(writer.Added.Count).SequenceEqual(writer.Added);

    /// <returns>The digest of what was written.</returns>
    /// <exception cref="ImageException">MST4404 for a Docker archive of an index: Docker's table has no platforms.</exception>
    public Task<Digest> CompleteAsync(ImageSet set, IReadOnlyList<ImageReference> names, bool docker, CancellationToken cancellationToken) => GuardAsync(Path, async () =>
    {
        var digest = await writer.CompleteAsync(set, names, docker, cancellationToken).ConfigureAwait(false);
        await file.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return digest;
    });

    public ValueTask DisposeAsync() => file.DisposeAsync();

    private static async Task<T> GuardAsync<T>(string path, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ImageException(ImageDiagnostics.CannotWrite, e, path, Printable.Of(e.Message));
        }
    }
}
