using System.Globalization;
using System.Text;

namespace MultiStage.Model;

/// <summary>Values of MSBuild properties as text for its command line.</summary>
internal static class PropertyText
{
    /// <summary>
    /// A value as MSBuild has it. Its escapes stay, and so do its lists and wildcards: <c>a;b</c> are two, <c>a%3Bb</c> is one.
    /// What the command line or a Dockerfile would read otherwise becomes an escape of its own, which also keeps line breaks,
    /// quotes and backslashes out of the Dockerfile.
    /// </summary>
    public static string Of(string value) => Write(value, "@$()'\"\\");

    /// <summary>A text that is meant literally. A list stays a list, so its semicolons are quoted instead.</summary>
    public static string OfLiteral(string value) => Write(value, "%*?@$()'\"\\");

    private static string Write(string value, string escaped)
    {
        var text = new StringBuilder();
        foreach (var character in value)
        {
            if (escaped.Contains(character, StringComparison.Ordinal) || char.IsControl(character))
                text.Append('%').Append(((int)character).ToString("X2", CultureInfo.InvariantCulture));
            else
                text.Append(character);
        }
        return value.Contains(';', StringComparison.Ordinal) || value.Contains(',', StringComparison.Ordinal)
            ? $"\"{text}\""
            : text.ToString();
    }
}
