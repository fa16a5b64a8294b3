namespace MultiStage.Images;

/// <summary>Files that other processes see whole or not at all, whenever this one is killed.</summary>
internal static class AtomicFile
{
    private const int RenameAttempts = 10;
    private const string Suffix = ".tmp";
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    /// <summary>Writes a sibling with a temporary name and renames it over the target.</summary>
    public static async Task WriteAsync(string path, Func<FileStream, Task> write, CancellationToken cancellationToken)
    {
        await using var file = new PendingFile(path);
        await write(file.Stream).ConfigureAwait(false);
        await file.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A name that nobody else uses, beside the target.</summary>
    public static string TemporaryFor(string path) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!,
            "." + Path.GetFileName(path) + "." + Guid.NewGuid().ToString("N") + Suffix);

    /// <summary>Removes what processes that were killed had begun to write for this target.</summary>
    public static void RemoveAbandoned(string path) =>
        RemoveAbandoned(Path.GetDirectoryName(Path.GetFullPath(path))!, name => name == Path.GetFileName(path));

    /// <summary>Removes what processes that were killed had begun to write for targets of a folder.</summary>
    /// <param name="directory">The folder; it may be missing.</param>
    /// <param name="isTarget">Tells the names of files that are written there; what belongs to others stays.</param>
    public static void RemoveAbandoned(string directory, Func<string, bool> isTarget)
    {
        if (!Directory.Exists(directory))
            return;
        foreach (var file in Directory.EnumerateFiles(directory, ".*" + Suffix))
            if (TargetOf(Path.GetFileName(file)) is { } target && isTarget(target)
                && File.GetLastWriteTimeUtc(file) < DateTime.UtcNow - Abandoned)
                TryDelete(file);
    }

    // .NAME.GUID.tmp
    private static string? TargetOf(string name)
    {
        const int guid = 32;
        var end = name.Length - Suffix.Length - guid - 1;
        return end > 1 && name[0] == '.' && name[end] == '.' && name.EndsWith(Suffix, StringComparison.Ordinal)
            && Guid.TryParseExact(name.AsSpan(end + 1, guid), "N", out _)
            ? name[1..end]
            : null;
    }

    /// <param name="path">The file, which must not be there.</param>
    /// <param name="expectedSize">
    /// Space to have from the beginning. Beside that a full disk shows at once, ext4 would allocate what has none when the
    /// file is renamed over another, and that takes as long as half of the writing.
    /// </param>
    public static FileStream Create(string path, long expectedSize = 0) => new(path, new FileStreamOptions
    {
        PreallocationSize = expectedSize,
        Mode = FileMode.CreateNew,
        Access = FileAccess.ReadWrite,
        Share = FileShare.Read | FileShare.Delete,
        BufferSize = 128 * 1024,
        Options = FileOptions.Asynchronous,
    });

    /// <summary>Opens for sequential reading; others may delete or replace the file meanwhile.</summary>
    public static FileStream OpenRead(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.Read | FileShare.Delete,
        BufferSize = 0,
        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
    });

    /// <summary>Renames over the target. A virus scanner on Windows may hold a new file for a moment: that is waited for.</summary>
    public static async Task MoveAsync(string from, string to, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                File.Move(from, to, overwrite: true);
                return;
            }
            catch (Exception e) when (OperatingSystem.IsWindows() && attempt < RenameAttempts
                && e is (IOException or UnauthorizedAccessException))
            {
                await Task.Delay(15 * attempt, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else removed or holds it; it is only litter.
        }
    }
}
