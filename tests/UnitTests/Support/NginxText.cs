using System.Text;

namespace MultiStage.UnitTests.Support;

/// <summary>Reads the words of a configuration as nginx does: only what quoting needs.</summary>
internal static class NginxText
{
    /// <summary>The text with each quoted word replaced by <c>q</c>.</summary>
    public static string WithoutQuotes(string text)
    {
        var result = new StringBuilder();
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '#' && (index == 0 || text[index - 1] is ' ' or '\n'))
            {
                while (index < text.Length && text[index] != '\n')
                    index++;
            }
            else if (text[index] == '"')
            {
                Word(text, ref index);
                result.Append('q');
                continue;
            }
            if (index < text.Length)
                result.Append(text[index]);
        }
        return result.ToString();
    }

    /// <summary>The value of one quoted word, with <c>${site_dollar}</c> expanded; fails when anything stands behind it.</summary>
    public static string Unquote(string word)
    {
        var index = 0;
        var value = Word(word, ref index);
        Assert.Equal(word.Length - 1, index);
        return value.Replace("${site_dollar}", "$", StringComparison.Ordinal);
    }

    // ngx_conf_read_token: a backslash takes quotes and itself, and makes t, r and n control characters.
    private static string Word(string text, ref int index)
    {
        Assert.Equal('"', text[index]);
        var result = new StringBuilder();
        for (index++; text[index] != '"'; index++)
        {
            if (text[index] == '\\' && text[index + 1] is '"' or '\\' or '\'')
                index++;
            else if (text[index] == '\\' && text[index + 1] is 't' or 'r' or 'n')
                Assert.Fail($"A control character in {text}");
            result.Append(text[index]);
        }
        return result.ToString();
    }
}
