using System.Text;

namespace MultiStage.Images;

/// <summary>
/// Reads the part of TOML that registries.conf is written in: tables, arrays of tables, and keys with a string, a boolean
/// or an array of strings. Whatever else stands there (numbers, dates, inline tables) is passed over.
/// </summary>
internal static class TomlTables
{
    /// <summary>Every table in the order of the file: its name and its values, which are a string, a boolean or a list of strings.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyDictionary<string, object> Values)> Read(string text)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        var tables = new List<(string, IReadOnlyDictionary<string, object>)> { ("", values) };
        var position = 0;
        while (position < text.Length)
        {
            SkipSpace(text, ref position, lines: true);
            if (position >= text.Length)
                break;
            if (text[position] == '[')
            {
                values = new Dictionary<string, object>(StringComparer.Ordinal);
                tables.Add((Line(text, ref position).Split('#')[0].Trim().Trim('[', ']').Trim(), values));
                continue;
            }
            var key = Word(text, ref position);
            SkipSpace(text, ref position, lines: false);
            if (position < text.Length && text[position] == '=')
            {
                position++;
                SkipSpace(text, ref position, lines: false);
                if (Value(text, ref position) is { } value)
                    values.TryAdd(key, value);
            }
            Line(text, ref position);
        }
        return tables;
    }

    private static object? Value(string text, ref int position)
    {
        if (position >= text.Length)
            return null;
        if (text[position] is '"' or '\'')
            return Quoted(text, ref position);
        if (text[position] != '[')
            return Word(text, ref position) switch { "true" => true, "false" => false, _ => null };

        var list = new List<string>();
        for (position++; position < text.Length && text[position] != ']';)
        {
            SkipSpace(text, ref position, lines: true);
            if (position < text.Length && text[position] is '"' or '\'')
                list.Add(Quoted(text, ref position));
            else if (position < text.Length && text[position] != ']')
                position++;
        }
        position++;
        return list;
    }

    // A literal string has no escapes; of a basic string's only those that a name can have are known.
    private static string Quoted(string text, ref int position)
    {
        var quote = text[position++];
        var result = new StringBuilder();
        for (; position < text.Length && text[position] != quote && text[position] != '\n'; position++)
        {
            if (quote == '"' && text[position] == '\\' && position + 1 < text.Length)
                position++;
            result.Append(text[position]);
        }
        position++;
        return result.ToString();
    }

    private static string Word(string text, ref int position)
    {
        if (position < text.Length && text[position] is '"' or '\'')
            return Quoted(text, ref position);
        var start = position;
        while (position < text.Length && !char.IsWhiteSpace(text[position]) && text[position] is not ('=' or '#' or ',' or ']'))
            position++;
        return text[start..position];
    }

    private static string Line(string text, ref int position)
    {
        var start = Math.Min(position, text.Length);
        position = text.IndexOf('\n', start) is var end and >= 0 ? end + 1 : text.Length;
        return text[start..position];
    }

    private static void SkipSpace(string text, ref int position, bool lines)
    {
        while (position < text.Length)
        {
            if (text[position] == '#' && lines)
                Line(text, ref position);
            else if (text[position] is ' ' or '\t' || (lines && char.IsWhiteSpace(text[position])))
                position++;
            else
                return;
        }
    }
}
