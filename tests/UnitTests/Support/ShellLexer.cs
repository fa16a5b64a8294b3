using System.Globalization;
using System.Text;

namespace MultiStage.UnitTests.Support;

/// <summary>BuildKit's word splitting for name=value instructions and its shell lexer, from their documented behaviour.</summary>
internal static class ShellLexer
{
    /// <summary>Splits at white space outside quotes; quotes and backslashes stay.</summary>
    public static List<string> SplitWords(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        char quote = '\0';
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (quote == '\0' && char.IsWhiteSpace(character))
            {
                if (inWord)
                    words.Add(word.ToString());
                word.Clear();
                inWord = false;
                continue;
            }
            inWord = true;
            word.Append(character);
            if (character == '\\' && quote != '\'' && index + 1 < text.Length)
                word.Append(text[++index]);
            else if (quote == '\0' && character is '"' or '\'')
                quote = character;
            else if (character == quote)
                quote = '\0';
        }
        if (quote != '\0')
            throw new FormatException("An open quote: " + text);
        if (inWord)
            words.Add(word.ToString());
        return words;
    }

    /// <summary>Takes quotes and backslashes away and puts in variables.</summary>
    public static string Process(string text, Func<string, string?> variable)
    {
        var result = new StringBuilder();
        var index = 0;
        while (index < text.Length)
        {
            var character = text[index++];
            switch (character)
            {
                case '\'':
                    var end = text.IndexOf('\'', index);
                    if (end < 0)
                        throw new FormatException("No matching single quote: " + text);
                    result.Append(text, index, end - index);
                    index = end + 1;
                    break;
                case '"':
                    index = Double(text, index, result, variable);
                    break;
                case '$':
                    index = Dollar(text, index, result, variable);
                    break;
                case '\\':
                    if (index < text.Length)
                        result.Append(text[index++]);
                    break;
                default:
                    result.Append(character);
                    break;
            }
        }
        return result.ToString();
    }

    private static int Double(string text, int index, StringBuilder result, Func<string, string?> variable)
    {
        while (index < text.Length)
        {
            var character = text[index++];
            if (character == '"')
                return index;
            if (character == '$')
            {
                index = Dollar(text, index, result, variable);
                continue;
            }
            if (character == '\\' && index < text.Length && text[index] is '"' or '$' or '\\' && character == '\\')
                character = text[index++];
            result.Append(character);
        }
        throw new FormatException("No matching double quote: " + text);
    }

    private static int Dollar(string text, int index, StringBuilder result, Func<string, string?> variable)
    {
        if (index < text.Length && text[index] == '{')
        {
            var end = text.IndexOf('}', index);
            if (end < 0)
                throw new FormatException("Bad substitution: " + text);
            var inner = text[(index + 1)..end];
            var colon = inner.IndexOf(":-", StringComparison.Ordinal);
            var name = colon < 0 ? inner : inner[..colon];
            if (name.Length == 0 || name.Any(character => !char.IsAsciiLetterOrDigit(character) && character != '_'))
                throw new FormatException("Bad substitution: " + text);
            var value = variable(name) ?? "";
            result.Append(value.Length > 0 || colon < 0 ? value : inner[(colon + 2)..]);
            return end + 1;
        }
        var start = index;
        if (index < text.Length && char.IsAsciiDigit(text[index]))
            index++;
        else
            while (index < text.Length && (char.IsAsciiLetterOrDigit(text[index]) || text[index] == '_'))
                index++;
        result.Append(CultureInfo.InvariantCulture, $"{(start == index ? "$" : variable(text[start..index]) ?? "")}");
        return index;
    }
}
