using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MultiStage.Publishing;

/// <summary>
/// One text that changes when a file comes, goes or is written: names, lengths and times, as MSBuild itself looks at them.
/// Content is not read.
/// </summary>
/// <param name="most">The number of files and folders beyond which looking would take longer than it can save.</param>
/// <param name="list">Gets every file that is looked at; null for nobody.</param>
internal sealed class TreeStamp(int most = 50_000, TreeList? list = null) : IDisposable
{
    // Each call of the hash is one into another library.
    private const int MostPending = 1 << 16;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly StringBuilder pending = new();
    private int count;
    private bool isUnknown;

    /// <summary>Adds everything below a folder.</summary>
    /// <param name="folder">Absolute path; it may be missing.</param>
    /// <param name="isLeftOut">Tells of what lies below it whether to pass it by.</param>
    public TreeStamp AddFolder(string folder, Func<FileSystemInfo, bool>? isLeftOut = null)
    {
        try
        {
            var top = new DirectoryInfo(folder);
            AddText(folder);
            if (top.Exists)
                Visit(top, top.FullName, isLeftOut ?? (_ => false));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            isUnknown = true;
        }
        return this;
    }

    /// <summary>Adds a file, which may be missing.</summary>
    public TreeStamp AddFile(string path)
    {
        AddText(path);
        AddState(new FileInfo(path));
        return this;
    }

    public TreeStamp AddText(string text)
    {
        // No name holds a zero, and so no two lists are one text.
        pending.Append(text).Append('\0');
        if (pending.Length > MostPending)
            Flush();
        return this;
    }

    /// <summary>The stamp; null when not everything can be seen.</summary>
    public string? Value
    {
        get
        {
            Flush();
            return isUnknown ? null : Convert.ToHexStringLower(hash.GetCurrentHash());
        }
    }

    public void Dispose() => hash.Dispose();

    private void Visit(DirectoryInfo folder, string top, Func<FileSystemInfo, bool> isLeftOut)
    {
        var entries = folder.GetFileSystemInfos();
        Array.Sort(entries, (left, right) => string.CompareOrdinal(left.Name, right.Name));
        foreach (var entry in entries)
        {
            if (isUnknown)
                return;
            if (isLeftOut(entry))
                continue;
            isUnknown = ++count > most;
            AddText(entry.Name);
            // A question for the target of what is no link would be one to the disk.
            if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && entry.LinkTarget is { } target)
                AddLink(entry, target, top);
            else if (entry is DirectoryInfo below)
                Visit(below, top, isLeftOut);
            else
                AddState((FileInfo)entry);
        }
        AddText("");
    }

    // Files are read through links. A folder elsewhere would have to be visited, too; one below the same top is.
    private void AddLink(FileSystemInfo link, string target, string top)
    {
        AddText(target);
        var end = link.ResolveLinkTarget(returnFinalTarget: true);
        if (end is FileInfo file)
            AddState(file);
        else if (end is not null)
            isUnknown |= Path.GetRelativePath(top, end.FullName) is var path
                && (path.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(path));
    }

    private void Flush()
    {
        hash.AppendData(Encoding.UTF8.GetBytes(pending.ToString()));
        pending.Clear();
    }

    private void AddState(FileInfo file)
    {
        AddText(file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}") : "none");
        if (file.Exists)
            list?.Add(file);
    }
}
