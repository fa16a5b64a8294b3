using System.Formats.Tar;

namespace MultiStage.Publishing;

/// <summary>Tells pipes, sockets and devices from files. Whoever opens a pipe waits for somebody to write.</summary>
internal static class SpecialFile
{
    /// <summary>Whether the entry is neither a file nor a folder nor a link. It is not opened.</summary>
    public static bool Is(FileSystemInfo entry)
    {
        // None of them has a length, and nearly all files have one.
        if (OperatingSystem.IsWindows() || entry is not FileInfo { LinkTarget: null, Exists: true, Length: 0 })
            return false;
        try
        {
            // The framework asks the system for the kind here, and nowhere else that can be called.
            using var tar = new MemoryStream();
            using (var writer = new TarWriter(tar, leaveOpen: true))
                writer.WriteEntry(entry.FullName, "entry");
            tar.Position = 0;
            using var reader = new TarReader(tar);
            return reader.GetNextEntry()?.EntryType is not (TarEntryType.RegularFile or TarEntryType.HardLink);
        }
        catch (IOException)
        {
            // A socket has no kind in a tar. A file that vanished or is locked is not read by anyone, either.
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            // Kinds other than files are written without being opened.
            return false;
        }
    }
}
