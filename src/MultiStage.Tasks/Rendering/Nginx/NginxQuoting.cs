using System.Text;
using System.Text.RegularExpressions;

namespace MultiStage.Rendering.Nginx;

/// <summary>Values in the configuration of nginx: whatever they hold, they cannot end a directive.</summary>
internal static class NginxQuoting
{
    /// <summary>A variable with the value <c>$</c>: nginx has no escape for that character where it expands variables.</summary>
    public const string DollarVariable = "site_dollar";

    /// <summary>A text in which nginx expands variables.</summary>
    public static string Value(string text) => Quote(text.Replace("$", $"${{{DollarVariable}}}", StringComparison.Ordinal));

    /// <summary>A path as the key of a map, which is no regular expression and has no variables.</summary>
    public static string Key(string path) => Quote(path);

    /// <summary>A regular expression as the key of a map, for paths that match the pattern; <c>*</c> is any part.</summary>
    public static string PatternKey(string pattern) =>
        Quote("~^" + string.Join(".*", pattern.Split('*', StringSplitOptions.None).Select(Regex.Escape)) + "$");

    private static string Quote(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\')
                result.Append('\\');
            result.Append(character);
        }
        return result.Append('"').ToString();
    }
}
