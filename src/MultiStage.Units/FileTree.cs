using System.Security.Cryptography;

namespace MultiStage.Units;

/// <summary>Files below folders.</summary>
internal static class FileTree
{
    /// <summary>Lays the content of a folder over that of another. Times and permissions come along; links stay links.</summary>
    /// <param name="from">May be missing.</param>
    /// <param name="change">Gives another content for a file; null to copy it.</param>
    /// <param name="keepsExisting">Whether files that are there already stay: others have made them on purpose.</param>
    public static void Copy(string from, string to, Func<string, string?>? change = null, bool keepsExisting = false)
    {
        if (!Directory.Exists(from))
            return;
        Directory.CreateDirectory(to);
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            var place = Path.Combine(to, entry.Name);
            if (keepsExisting && entry is not DirectoryInfo { LinkTarget: null } && Path.Exists(place))
                continue;
            if (entry.LinkTarget is { } target)
            {
                File.Delete(place);
                File.CreateSymbolicLink(place, target);
            }
            else if (entry is DirectoryInfo)
                Copy(entry.FullName, place, change, keepsExisting);
            else
                CopyFile(entry.FullName, place, change?.Invoke(entry.FullName));
        }
    }

    /// <summary>Copies a file, or another one in its place with its permissions.</summary>
    public static void CopyFile(string from, string to, string? content = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(content ?? from, to, overwrite: true);
        if (content is not null && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(to, File.GetUnixFileMode(from));
    }

    /// <summary>What tells the content of a file from every other.</summary>
    public static string Digest(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
