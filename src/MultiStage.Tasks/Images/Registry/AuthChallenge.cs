using System.Text;

namespace MultiStage.Images;

/// <summary>One challenge of a <c>WWW-Authenticate</c> header (RFC 9110 11.6.1).</summary>
/// <param name="Scheme">Lower case, for example <c>bearer</c>.</param>
/// <param name="Parameters">By lower-case name.</param>
internal sealed record AuthChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    private const int MaxLength = 16 * 1024;

    public string? this[string name] => Parameters.GetValueOrDefault(name);

    /// <summary>
    /// Reads all challenges of all header values. It takes what it understands and never fails: a broken header is the
    /// same as none.
    /// </summary>
    public static IReadOnlyList<AuthChallenge> Parse(IEnumerable<string> headers)
    {
        var result = new List<AuthChallenge>();
        foreach (var header in headers.Where(header => header.Length <= MaxLength))
            ParseOne(header, result);
        return result;
    }

    private static void ParseOne(string header, List<AuthChallenge> result)
    {
        Dictionary<string, string>? parameters = null;
        var position = 0;
        while (true)
        {
            SkipSeparators(header, ref position);
            var word = Token(header, ref position);
            if (word.Length == 0)
                return;
            var afterWord = position;
            SkipBlanks(header, ref position);
            if (position < header.Length && header[position] == '=' && parameters is not null)
            {
                position++;
                SkipBlanks(header, ref position);
                // The first one counts: a repeated parameter is not allowed.
                parameters.TryAdd(word.ToLowerInvariant(), Value(header, ref position));
            }
            else
            {
                position = afterWord;
                parameters = new Dictionary<string, string>(StringComparer.Ordinal);
                result.Add(new AuthChallenge(word.ToLowerInvariant(), parameters));
                SkipToken68(header, ref position);
            }
        }
    }

    // "Negotiate abcdef==": data without a name, of no use here.
    private static void SkipToken68(string text, ref int position)
    {
        var start = position;
        SkipBlanks(text, ref position);
        var end = position;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || "-._~+/".Contains(text[end], StringComparison.Ordinal)))
            end++;
        while (end < text.Length && text[end] == '=')
            end++;
        if (end > position && (end == text.Length || text[end] == ','))
            position = end;
        else
            position = start;
    }

    private static string Value(string text, ref int position)
    {
        if (position >= text.Length || text[position] != '"')
            return Token(text, ref position);
        var builder = new StringBuilder();
        for (position++; position < text.Length; position++)
        {
            if (text[position] == '"')
            {
                position++;
                break;
            }
            if (text[position] == '\\' && position + 1 < text.Length)
                position++;
            builder.Append(text[position]);
        }
        return builder.ToString();
    }

    private static string Token(string text, ref int position)
    {
        var start = position;
        while (position < text.Length && text[position] is not (' ' or '\t' or ',' or '=' or '"'))
            position++;
        // A stray quote or equals sign must not stop the way forward.
        if (position == start && position < text.Length)
        {
            position = text.Length;
            return "";
        }
        return text[start..position];
    }

    private static void SkipBlanks(string text, ref int position)
    {
        while (position < text.Length && text[position] is (' ' or '\t'))
            position++;
    }

    private static void SkipSeparators(string text, ref int position)
    {
        while (position < text.Length && text[position] is (' ' or '\t' or ','))
            position++;
    }
}
