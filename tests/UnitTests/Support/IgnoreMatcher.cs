namespace MultiStage.UnitTests.Support;

/// <summary>
/// Decides which files of a context travel, from the documented rules of .dockerignore: lines are trimmed, '#' starts a
/// comment, a pattern also takes what is below it, the last line that matches decides.
/// </summary>
internal sealed class IgnoreMatcher
{
    private readonly List<(string Pattern, bool IsException)> patterns = [];

    public IgnoreMatcher(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith('#'))
                continue;
            var pattern = line.Trim();
            if (pattern.Length == 0)
                continue;
            var isException = pattern[0] == '!';
            if (isException)
                pattern = pattern[1..].Trim();
            pattern = pattern.TrimEnd('/');
            if (pattern.Length > 1)
                pattern = pattern.TrimStart('/');
            if (pattern.Length == 0)
                throw new FormatException("An empty pattern: " + line);
            patterns.Add((pattern, isException));
        }
    }

    /// <summary>Whether the file reaches the engine.</summary>
    public bool Travels(string path) => !IsIgnored(path);

    /// <summary>
    /// The same for Docker 20.10, whose walk leaves out a folder that is ignored unless the text of an exception begins with it.
    /// </summary>
    public bool TravelsWithOldWalk(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            var folder = path[..slash];
            if (IsIgnored(folder)
                && !patterns.Any(
                    pattern => pattern.IsException && (pattern.Pattern + "/").StartsWith(folder + "/", StringComparison.Ordinal)))
                return false;
        }
        return Travels(path);
    }

    private bool IsIgnored(string path)
    {
        var ignored = false;
        foreach (var (pattern, isException) in patterns)
            if (PathAndParents(path).Any(candidate => IsPlain(pattern) ? pattern == candidate : Matches(pattern, 0, candidate, 0)))
                ignored = !isException;
        return ignored;
    }

    private static IEnumerable<string> PathAndParents(string path)
    {
        yield return path;
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            yield return path[..slash];
    }

    private static bool IsPlain(string pattern) => pattern.AsSpan().IndexOfAny("*?[\\") < 0;

    private static bool Matches(string pattern, int p, string text, int t)
    {
        if (p == pattern.Length)
            return t == text.Length;
        switch (pattern[p])
        {
            case '*' when p + 1 < pattern.Length && pattern[p + 1] == '*':
                p += 2;
                if (p < pattern.Length && pattern[p] == '/')
                    p++;
                if (p == pattern.Length)
                    return true;
                for (var start = t; start <= text.Length; start++)
                    if ((start == t || text[start - 1] == '/') && Matches(pattern, p, text, start))
                        return true;
                return false;
            case '*':
                for (var end = t; end <= text.Length; end++)
                {
                    if (Matches(pattern, p + 1, text, end))
                        return true;
                    if (end < text.Length && text[end] == '/')
                        break;
                }
                return false;
            case '?':
                return t < text.Length && text[t] != '/' && Matches(pattern, p + 1, text, t + 1);
            case '[':
                var close = pattern.IndexOf(']', p + 2);
                if (close < 0)
                    throw new FormatException("An open class: " + pattern);
                return t < text.Length && pattern[(p + 1)..close].Contains(text[t], StringComparison.Ordinal)
                    && Matches(pattern, close + 1, text, t + 1);
            case '\\':
                if (p + 1 == pattern.Length)
                    throw new FormatException("A pattern ends in a backslash: " + pattern);
                return t < text.Length && pattern[p + 1] == text[t] && Matches(pattern, p + 2, text, t + 1);
            default:
                return t < text.Length && pattern[p] == text[t] && Matches(pattern, p + 1, text, t + 1);
        }
    }
}
