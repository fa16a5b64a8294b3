namespace MultiStage.Model;

/// <summary>
/// What stays behind of a folder that travels, unless evaluation or a person names it: hidden files, settings of one
/// person, installed packages of npm, and files that tell an engine what to build. One list for those who write it down
/// as patterns and for those who ask about a path: a path that one takes and the other does not would be missing.
/// </summary>
internal static class LeftBehind
{
    private static readonly IReadOnlyList<string> Names = [".*", "*.user", "node_modules", .. BuildFiles.Names];

    private static readonly IReadOnlyList<string> FilledFolders = ["bin", "obj", "artifacts", "node_modules"];

    /// <summary>In the syntax of ignore files.</summary>
    public static IReadOnlyList<string> Patterns { get; } = [.. Names.Select(name => "**/" + name)];

    /// <summary>Whether a pattern takes the path or a folder that it lies in.</summary>
    public static bool Has(ContextPath path) => path.Parts.Any(IsName);

    /// <summary>Whether a search through all folders passes one with this name by: builds and tools fill it.</summary>
    public static bool IsPassedBy(string folder) =>
        folder.StartsWith('.') || FilledFolders.Contains(folder, StringComparer.OrdinalIgnoreCase);

    private static bool IsName(string name) => name.Length > 0 && Names.Any(pattern => Matches(pattern, name));

    // Each '*' takes as little as it can; the last one takes what is left before the end.
    private static bool Matches(string pattern, string name)
    {
        var parts = pattern.Split('*');
        if (parts.Length == 1)
            return pattern == name;
        if (!name.StartsWith(parts[0], StringComparison.Ordinal))
            return false;
        var start = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            var found = name.IndexOf(part, start, StringComparison.Ordinal);
            if (found < 0)
                return false;
            start = found + part.Length;
        }
        return name.Length - start >= parts[^1].Length && name.EndsWith(parts[^1], StringComparison.Ordinal);
    }
}
