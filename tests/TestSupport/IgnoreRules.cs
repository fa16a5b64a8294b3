using System.Text;
using System.Text.RegularExpressions;

namespace MultiStage.TestSupport;

/// <summary>Reads an ignore file by the rules of Docker: patterns from the context's root, the last match decides.</summary>
public sealed class IgnoreRules
{
    private readonly List<(Regex Pattern, bool Admits)> rules = [];

    public IgnoreRules(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith('#') || line.Trim().Length == 0)
                continue;
            var pattern = line.Trim();
            var admits = pattern.StartsWith('!');
            // A parent that matches decides for all that is below it.
            rules.Add(
                (new Regex("^" + Translate((admits ? pattern[1..] : pattern).Trim('/')) + "(/.*)?$", RegexOptions.Singleline), admits));
        }
    }

    /// <param name="path">Relative to the context, with '/'.</param>
    public bool LetTravel(string path) => rules.LastOrDefault(rule => rule.Pattern.IsMatch(path)) is not { Pattern: { }, Admits: false };

    private static string Translate(string pattern)
    {
        var text = new StringBuilder();
        for (var index = 0; index < pattern.Length; index++)
        {
            var character = pattern[index];
            if (pattern.AsSpan(index).StartsWith("**/"))
            {
                text.Append("(.*/)?");
                index += 2;
            }
            else if (character == '*')
            {
                text.Append(pattern.AsSpan(index).StartsWith("**") ? ".*" : "[^/]*");
                index += pattern.AsSpan(index).StartsWith("**") ? 1 : 0;
            }
            else if (character == '?')
            {
                text.Append("[^/]");
            }
            else if (character == '[' && pattern.IndexOf(']', index) is var end and > 0)
            {
                text.Append('[').Append(Regex.Escape(pattern[(index + 1)..end]).Replace("]", "\\]", StringComparison.Ordinal)).Append(']');
                index = end;
            }
            else if (character == '\\' && index + 1 < pattern.Length)
            {
                text.Append(Regex.Escape(pattern[++index].ToString()));
            }
            else
            {
                text.Append(Regex.Escape(character.ToString()));
            }
        }
        return text.ToString();
    }
}
