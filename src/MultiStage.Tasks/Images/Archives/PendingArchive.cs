using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>
/// An archive that is begun before its image is known: the layers of the base are most of its bytes, and they are known
/// while the app is still being compiled.
/// </summary>
internal sealed class PendingArchive : IAsyncDisposable
{
    private const int Margin = 1 << 20;

    private readonly PendingFile file;
    private readonly ArchiveWriter writer;

    private PendingArchive(string path, long expectedSize)
    {
        Path = path;
        file = new PendingFile(path, expectedSize);
        writer = new ArchiveWriter(file.Stream);
    }

    public string Path { get; }

    /// <param name="path">The archive to write; nothing is there, or the former file, until the end.</param>
    /// <param name="first">Blobs that it begins with.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static Task<PendingArchive> BeginAsync(string path, IEnumerable<Blob> first, CancellationToken cancellationToken) =>
        GuardAsync(path, async () =>
    {
        var blobs = first.DistinctBy(blob => blob.Descriptor.Digest).ToList();
        // The layers of the app will be about as large as they were.
        var former = new FileInfo(path) is { Exists: true } file ? file.Length : 0;
        var archive = new PendingArchive(path, Math.Max(former, blobs.Sum(blob => blob.Descriptor.Size)) + Margin);
        try
        {
            foreach (var blob in blobs)
                await archive.writer.AddAsync(blob, cancellationToken).ConfigureAwait(false);
            return archive;
        }
        catch
        {
            await archive.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    });

    /// <summary>
    /// Whether the file is the beginning of what <see cref="CompleteAsync"/> writes for the image: equal images are equal files.
    /// </summary>
    public bool IsBeginningOf(ImageSet set) =>
        LayoutDocuments.Blobs(set.AsOci()).Select(blob => blob.Descriptor.Digest).Take(writer.Added.Count).SequenceEqual(writer.Added);

    /// <returns>The digest of what was written.</returns>
    /// <exception cref="ImageException">MST4404 for a Docker archive of an index: Docker's table has no platforms.</exception>
    public Task<Digest> CompleteAsync(ImageSet set, IReadOnlyList<ImageReference> names, bool docker,
        CancellationToken cancellationToken) => GuardAsync(Path, async () =>
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
