using System.Text;
using MultiStage.Planning;

namespace MultiStage.Rendering;

/// <summary>
/// Writes the ignore file of a build context as an allow-list: everything is left out, then each input is let in.
/// The last pattern that matches decides. Syntax: that of .dockerignore.
/// </summary>
internal static class IgnoreFileWriter
{
    /// <summary>What never travels from an included folder: hidden files, personal settings, installed node modules, build files.</summary>
    private static readonly string[] NeverWanted = ["**/.*", "**/*.user", "**/node_modules", "**/Dockerfile", "**/Dockerfile.*"];

    public static string Write(BuildPlan plan)
    {
        var text = new StringBuilder();
        text.Append("# The inputs of ").Append(plan.Project.ReplaceLineEndings(" ")).Append(": ").Append(DockerfileWriter.Marker)
            .Append(" the project graph.\n*\n");
        Append(text, "!", plan.Context.Included.Select(Escape));
        text.Append('\n');
        Append(text, "", NeverWanted);
        Append(text, "", plan.Context.Excluded.Select(Escape));
        if (plan.Context.Readmitted.Count > 0)
            text.Append('\n');
        Append(text, "!", plan.Context.Readmitted.Select(Escape));
        return text.ToString();
    }

    private static void Append(StringBuilder text, string prefix, IEnumerable<string> patterns)
    {
        foreach (var pattern in patterns)
            text.Append(prefix).Append(pattern).Append('\n');
    }

    /// <summary>The path as a pattern that matches it alone.</summary>
    public static string Escape(string path)
    {
        var text = new StringBuilder();
        for (var index = 0; index < path.Length; index++)
        {
            var character = path[index];
            // White space at the ends of a line is cut off, so it is written as a class.
            var isCutOff = character == ' ' && (index == 0 || index == path.Length - 1);
            // Docker 20.10 reads a pattern as a regular expression and forgets to quote these, so they are classes as well;
            // a class cannot hold '^' alone, and '?' stands for any one character.
            var isSpecial = character is '*' or '?' or '[' or '(' or ')' or '+' or '|' or '{' or '}';
            if (isSpecial || isCutOff)
                text.Append('[').Append(character).Append(']');
            else if (character == '^')
                text.Append('?');
            else if (character is '\\' || (index == 0 && character is '#' or '!'))
                text.Append('\\').Append(character);
            else
                text.Append(character);
        }
        return text.ToString();
    }
}
