using System.Text;
using MultiStage.Images;

namespace MultiStage.Engines.Embedded;

/// <summary>
/// Remembers in the cache which image an archive holds, so that an unchanged image is not written again. A file that
/// somebody else wrote or touched meanwhile is written again.
/// </summary>
internal sealed class ArchiveRecord(ContentStore store, string path, string content)
{
    private string Table => store.PathOf("hashes", "archive " + path);

    private string Expected => new FileInfo(path) is { Exists: true } file ? $"{content} {file.Length} {file.LastWriteTimeUtc.Ticks}" : "";

    /// <summary>Whether the file is there and holds the content.</summary>
    public bool IsCurrent()
    {
        try
        {
            return Expected is { Length: > 0 } expected && File.ReadAllText(Table) == expected;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Save() => SideTable.Write(store, Table, Encoding.UTF8.GetBytes(Expected));
}
