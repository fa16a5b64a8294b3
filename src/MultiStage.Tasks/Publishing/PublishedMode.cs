using MultiStage.RuntimeFiles;

namespace MultiStage.Publishing;

/// <summary>
/// The permissions of a published file in the image. The host's own say little: NuGet unpacks everything as executable,
/// Windows knows no such bit, and a umask changes the rest. So they follow from what the file is.
/// </summary>
internal static class PublishedMode
{
    /// <summary>rwxr-xr-x: programs, scripts, folders.</summary>
    public const UnixFileMode Executable = Data | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>rw-r--r--: all else, libraries too, which the loader only reads.</summary>
    public const UnixFileMode Data = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Executable for a Linux program, and for a script that is executable here.</summary>
    public static UnixFileMode Of(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[2];
        if (file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length)
            return Data;
        if (start.SequenceEqual("#!"u8))
            return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & AnyExecute) != 0 ? Executable : Data;
        if (start[0] != 0x7f)
            return Data;
        file.Position = 0;
        return ElfFile.TryRead(file) is { IsProgram: true } ? Executable : Data;
    }
}
