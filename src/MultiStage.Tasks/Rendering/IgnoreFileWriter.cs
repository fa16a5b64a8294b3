using System.Text;

namespace MultiStage.Rendering;

/// <summary>
/// Writes the ignore file of a build context as an allow-list: everything is left out, then each input is let in.
/// The last pattern that matches decides. Syntax: that of .dockerignore.
/// </summary>
internal static class IgnoreFileWriter
{
    public static string Write(BuildPlan plan)
    {
        var text = new StringBuilder();
        text.Append("# The inputs of ").Append(plan.Project).Append(": ").Append(DockerfileWriter.Marker)
            .Append(" the project graph.\n*\n");
        AppendWays(text, plan.Context.Included, _ => true);
        Append(text, "!", plan.Context.Included.Select(Escape));
        text.Append('\n');
        Append(text, "", LeftBehind.Patterns);
        Append(text, "", plan.Context.Excluded.Select(Escape));
        if (plan.Context.Readmitted.Count > 0)
            text.Append('\n');
        AppendWays(text, plan.Context.Readmitted, folder =>
            LeftBehind.Has(folder) || plan.Context.Excluded.Any(folder.IsSameOrBelow));
        Append(text, "!", plan.Context.Readmitted.Select(Escape));
        return text.ToString();
    }

    private static void Append(StringBuilder text, string prefix, IEnumerable<string> patterns)
    {
        foreach (var pattern in patterns)
            text.Append(prefix).Append(pattern).Append('\n');
    }

    // Docker 20.10 enters an ignored folder only when the text of an exception begins with the folder's name, which it
    // does not where the name is written with classes: such a folder is let in empty on the way to its files.
    private static void AppendWays(StringBuilder text, IReadOnlyList<ContextPath> paths, Func<ContextPath, bool> isIgnored)
    {
        foreach (var folder in paths.SelectMany(Ancestors).Where(folder => Escape(folder) != folder.Text && isIgnored(folder)).Sorted())
            text.Append('!').Append(Escape(folder)).Append('\n').Append(Escape(folder)).Append("/*\n");
    }

    private static IEnumerable<ContextPath> Ancestors(ContextPath path)
    {
        for (var folder = path.Folder; !folder.IsRoot; folder = folder.Folder)
            yield return folder;
    }

    /// <summary>
    /// The path as a pattern that matches it alone. Engines turn patterns into regular expressions and do not all escape
    /// what has a meaning there, so each such character is written as a class of one.
    /// </summary>
    public static string Escape(ContextPath path) => Escape(path.Text);

    /// <inheritdoc cref="Escape(ContextPath)"/>
    public static string Escape(string path)
    {
        var text = new StringBuilder();
        for (var index = 0; index < path.Length; index++)
        {
            var character = path[index];
            // White space at the ends of a line is cut off, so it is written as a class.
            var isCutOff = char.IsWhiteSpace(character) && (index == 0 || index == path.Length - 1);
            if (character is '*' or '?' or '[' or '(' or ')' or '{' or '}' or '+' or '|' || isCutOff)
                text.Append('[').Append(character).Append(']');
            else if (character is '\\' or '^' || (index == 0 && character is '#' or '!'))
                text.Append('\\').Append(character);
            else
                text.Append(character);
        }
        return text.ToString();
    }
}
