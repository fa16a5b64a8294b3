using MultiStage.Images;

namespace MultiStage.Engines.Embedded;

/// <summary>
/// Writes the layers of the base image into the archive that a publish will deliver, while the compiler runs: they are most
/// of the file, and they do not depend on the app.
/// </summary>
/// <param name="path">The archive.</param>
/// <param name="resolve">Finds the base image.</param>
internal sealed class ArchiveStart(HostPath path, Func<Task<BaseImage>> resolve) : IDisposable
{
    private readonly CancellationTokenSource cancellation = new();
    private Task<PendingArchive>? writing;

    public HostPath Path => path;

    /// <summary>Begins, once. What goes wrong comes out when the archive is taken.</summary>
    public void Begin() => writing ??= Task.Run(async () =>
    {
        var @base = await resolve().ConfigureAwait(false);
        return await PendingArchive.BeginAsync(path, @base.Layers.Select(layer => layer.Blob), cancellation.Token).ConfigureAwait(false);
    });

    /// <summary>Hands over what was begun; null when nothing was, or when the image turned out to be another one.</summary>
    public async Task<PendingArchive?> TakeAsync(HostPath wanted, ImageSet set)
    {
        if (writing is null || wanted != path)
            return null;
        var archive = await writing.ConfigureAwait(false);
        writing = null;
        if (archive.IsBeginningOf(set))
            return archive;
        await archive.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    /// <summary>Removes what was begun and not taken.</summary>
    public void Dispose()
    {
        cancellation.Cancel();
        // Waited for: a process that ends now would leave the file behind.
        writing?.ContinueWith(RemoveAsync, TaskScheduler.Default).Unwrap().GetAwaiter().GetResult();
        cancellation.Dispose();
    }

    private static async Task RemoveAsync(Task<PendingArchive> written)
    {
        if (written.IsCompletedSuccessfully)
            await written.Result.DisposeAsync().ConfigureAwait(false);
    }
}
