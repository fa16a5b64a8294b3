using System.Text;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>Paths inside a layer: relative, <c>/</c>-separated, without <c>.</c> and <c>..</c>.</summary>
internal static class LayerPath
{
    // Directories that any base has; those that are links on merged-/usr systems, and those with other modes than 0755.
    private static readonly HashSet<string> Standard = new(StringComparer.Ordinal)
    {
        "bin", "boot", "dev", "etc", "home", "lib", "lib32", "lib64", "libx32", "media", "mnt", "opt", "proc", "root", "run",
        "sbin", "srv", "sys", "tmp", "usr", "var",
        "usr/bin", "usr/include", "usr/lib", "usr/lib32", "usr/lib64", "usr/libexec", "usr/local", "usr/local/bin", "usr/local/etc",
        "usr/local/lib", "usr/local/sbin", "usr/local/share", "usr/sbin", "usr/share", "usr/src", "usr/tmp",
        "var/cache", "var/lib", "var/local", "var/lock", "var/log", "var/mail", "var/opt", "var/run", "var/spool", "var/tmp", "run/lock",
    };

    /// <summary>Whether the file system standard has this directory, so that a base image brings it.</summary>
    public static bool IsStandardDirectory(string path) => Standard.Contains(path);

    /// <summary>The path in its one form: no leading or trailing slash, no empty or <c>.</c> part.</summary>
    /// <exception cref="ImageException">MST4301 when it leaves the root or is no path.</exception>
    public static string Normalize(string path)
    {
        var parts = new List<string>();
        foreach (var part in (path ?? "").Split('/'))
        {
            if (part == "..")
                throw Invalid(path, "it has a '..' part");
            if (part.Contains('\0', StringComparison.Ordinal))
                throw Invalid(path, "it has a zero character");
            if (part is not ("" or "."))
                parts.Add(part);
        }
        if (parts.Count == 0)
            throw Invalid(path, "it is empty");
        if (parts.Exists(part => Encoding.UTF8.GetByteCount(part) > 255))
            throw Invalid(path, "a part of it is longer than 255 bytes");
        // An entry with this prefix would delete a file of the layers below (OCI image-spec 1.1 layer.md "Whiteouts").
        if (parts.Exists(part => part.StartsWith(".wh.", StringComparison.Ordinal)))
            throw Invalid(path, "names that start with '.wh.' delete files in images");
        return string.Join('/', parts);
    }

    /// <summary>The folders that lead to a path, the highest first.</summary>
    public static IEnumerable<string> Parents(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
            yield return path[..slash];
    }

    public static ImageException Invalid(string? path, string problem) =>
        new(ImageDiagnostics.InvalidEntry, Printable.Of(path, 400), problem);
}
