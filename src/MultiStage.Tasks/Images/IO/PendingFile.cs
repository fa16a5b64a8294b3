namespace MultiStage.Images;

/// <summary>
/// A file under a temporary name beside its target. It takes the target's place when it is complete, and is gone otherwise.
/// </summary>
internal sealed class PendingFile : IAsyncDisposable
{
    private readonly string path;
    private readonly string temporary;
    private bool isComplete;

    /// <param name="path">The target.</param>
    /// <param name="expectedSize">Space to have for it from the beginning, when its size is known; it may become larger.</param>
    public PendingFile(string path, long expectedSize = 0)
    {
        this.path = path;
        temporary = AtomicFile.TemporaryFor(path);
        Directory.CreateDirectory(Path.GetDirectoryName(temporary)!);
        Stream = AtomicFile.Create(temporary, expectedSize);
    }

    public FileStream Stream { get; }

    /// <summary>Puts the file in the place of the target.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        // Gives back the space that was not needed.
        Stream.SetLength(Stream.Length);
        // Not to the disk: that takes longer than the rest of a build, and what a power failure leaves behind can be made
        // again. Readers check content by its digest.
        await Stream.DisposeAsync().ConfigureAwait(false);
        await AtomicFile.MoveAsync(temporary, path, cancellationToken).ConfigureAwait(false);
        isComplete = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (isComplete)
            return;
        try
        {
            await Stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // What did not fit is not wanted any more.
        }
        AtomicFile.TryDelete(temporary);
    }
}
