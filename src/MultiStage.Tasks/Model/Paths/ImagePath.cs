namespace MultiStage.Model;

/// <summary>Paths in an image: '/' between the parts, from the root on.</summary>
internal static class ImagePath
{
    /// <summary>The absolute form of a path, without <c>.</c> and <c>..</c>; a slash at the end stays.</summary>
    /// <param name="folder">The absolute folder that a relative path starts in; empty for the root.</param>
    /// <param name="path">Absolute or relative.</param>
    public static string From(string folder, string path)
    {
        var all = path.StartsWith('/') ? path : folder + "/" + path;
        var parts = new List<string>();
        foreach (var part in all.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
        {
            if (part != "..")
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
        }
        return "/" + string.Join('/', parts) + (path.EndsWith('/') && parts.Count > 0 ? "/" : "");
    }
}
