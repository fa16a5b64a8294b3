using System.Text;

namespace MultiStage.Images;

/// <summary>Makes text from outside fit for a message: one line, bounded, no control characters.</summary>
internal static class Printable
{
    /// <param name="text">Any text.</param>
    /// <param name="max">The longest result in characters.</param>
    public static string Of(string? text, int max = 200)
    {
        var builder = new StringBuilder();
        foreach (var c in text ?? "")
        {
            if (builder.Length == max)
                return builder.Append('…').ToString();
            // Also format characters (bidirectional overrides), which can make a message read as another one.
            builder.Append(char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format ? ' ' : c);
        }
        return builder.ToString().Trim();
    }
}
