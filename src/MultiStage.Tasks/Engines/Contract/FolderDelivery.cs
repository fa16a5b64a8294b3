using MultiStage.Diagnostics;
using MultiStage.Publishing;

namespace MultiStage.Engines.Contract;

/// <summary>
/// Brings files that an engine has written to their folder on this machine. They come beside it first, so the folder
/// never holds half a result. What an earlier delivery brought and this one does not is deleted; other files stay.
/// </summary>
internal sealed class FolderDelivery : IDisposable
{
    private readonly HostPath folder;
    private readonly HostPath listFile;

        /// <param name="listFile">Keeps the list of the files that were delivered last.</param>
    /// <exception cref="ContainerException">MST5701: the place cannot be written.</exception>
    public FolderDelivery(HostPath folder, HostPath listFile)
    {
        this.folder = HostPath.Of(Path.TrimEndingDirectorySeparator(folder));
        this.listFile = listFile;
        Unfinished = HostPath.Of(
            Path.Combine(Path.GetDirectoryName(this.folder)!, $".{Path.GetFileName(this.folder)}.{Guid.NewGuid():N}"));
        Guard(() => Directory.CreateDirectory(Unfinished));
    }

    /// <summary>Where the engine writes to: an empty folder on the same disk.</summary>
    public HostPath Unfinished { get; }

    /// <summary>Puts the files into their place.</summary>
    /// <returns>What lies there now, without files of others.</returns>
    public DeliveredFiles Complete() => Guard(() =>
    {
        var files = PublishedFolder.Read(Unfinished).Where(file => !file.IsFolder).ToList();
        var size = files.Where(file => file.LinkTarget is null).Sum(file => new FileInfo(file.Source).Length);
        var before = ReadList();
        if (!Directory.Exists(folder) || PublishedFolder.Read(folder).All(file => file.IsFolder || before.Contains(file.Path)))
            Replace();
        else
            Merge(files, before);
        Directory.CreateDirectory(Path.GetDirectoryName(listFile)!);
        File.WriteAllLines(listFile, files.Select(file => file.Path).Prepend(folder));
        return new DeliveredFiles(folder, files.Count, size);
    });

    public void Dispose()
    {
        if (Directory.Exists(Unfinished))
            Directory.Delete(Unfinished, recursive: true);
    }

    private void Replace()
    {
        var old = Unfinished + ".old";
        if (Directory.Exists(folder))
            Directory.Move(folder, old);
        Directory.Move(Unfinished, folder);
        if (Directory.Exists(old))
            Directory.Delete(old, recursive: true);
    }

    private void Merge(IReadOnlyList<PublishedFile> files, IReadOnlySet<string> before)
    {
        var now = files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        PublishedFolder.Delete(folder, path => before.Contains(path) && !now.Contains(path));
        foreach (var file in files)
        {
            var destination = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
            File.Move(file.Source, destination, overwrite: true);
        }
    }

    // The list of a delivery to another folder says nothing about this one.
    private HashSet<string> ReadList()
    {
        var lines = File.Exists(listFile) ? File.ReadAllLines(listFile) : [];
        return lines.Length > 0 && lines[0] == folder ? lines.Skip(1).ToHashSet(StringComparer.Ordinal) : [];
    }

    private void Guard(Action action) => Guard(() =>
    {
        action();
        return true;
    });

    private T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ContainerException(ExportDiagnostics.WriteFailed, folder, exception.Message.TrimEnd('.'));
        }
    }
}

/// <summary>What was brought to a folder of this machine.</summary>
/// <param name="Size">Bytes of all files.</param>
internal sealed record DeliveredFiles(HostPath Folder, int Count, long Size);
