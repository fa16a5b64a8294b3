using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>What shows that a file is still the same without reading it.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Modified">Modification time in ticks, UTC.</param>
/// <param name="Identity">
/// On Linux inode and change time: a replaced file has another inode, and no ordinary program can set the change time
/// back. Elsewhere the creation time.
/// </param>
internal readonly record struct FileStamp(long Length, long Modified, string Identity)
{
    /// <exception cref="ImageException">MST4301 when there is no such file.</exception>
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        // What counts is the file that a link leads to.
        if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            file = target;
        if (!file.Exists)
            throw new ImageException(ImageDiagnostics.InvalidEntry, path, "it does not exist");
        var identity = LinuxIdentity(file.FullName) ?? file.CreationTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture);
        return new FileStamp(file.Length, file.LastWriteTimeUtc.Ticks, identity);
    }

    // statx(2) has the same layout on every architecture, unlike stat(2).
    private static string? LinuxIdentity(string path)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        const int CurrentDirectory = -100;
        const uint InodeAndChangeTime = 0x100 | 0x80;
        var buffer = new byte[256];
        try
        {
            if (Statx(CurrentDirectory, path, 0, InodeAndChangeTime, buffer) != 0)
                return null;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
        var inode = BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(32));
        var seconds = BinaryPrimitives.ReadInt64LittleEndian(buffer.AsSpan(96));
        var nanoseconds = BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(104));
        return string.Create(CultureInfo.InvariantCulture, $"{inode}:{seconds}.{nanoseconds}");
    }

    [DllImport("libc", EntryPoint = "statx", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask,
        [Out] byte[] buffer);
}
