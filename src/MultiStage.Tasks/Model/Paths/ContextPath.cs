namespace MultiStage.Model;

/// <summary>Paths relative to the build context: '/' between the parts, empty for the context itself.</summary>
internal static class ContextPath
{
    public static string Folder(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? "" : path[..slash];
    }

    public static bool IsBelow(string path, string folder) =>
        folder.Length == 0 || path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>The form that COPY takes for a folder.</summary>
    public static string AsFolder(string folder) => folder.Length == 0 ? "./" : folder + "/";

    /// <summary>Whether a part of the path below <paramref name="folder"/> starts with a dot.</summary>
    public static bool IsHiddenBelow(string path, string folder)
    {
        var rest = folder.Length == 0 ? path : path[(folder.Length + 1)..];
        return rest.Split('/').Any(part => part.StartsWith('.'));
    }
}
