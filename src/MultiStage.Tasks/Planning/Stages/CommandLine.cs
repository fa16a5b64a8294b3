using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MultiStage.Planning.Stages;

/// <summary>Takes a command line apart where that needs no shell.</summary>
internal static class CommandLine
{
    private const string Operators = "|&;<>()$`*?[]#~={}!\\\n";

    // They exist in a shell only, or mean something else there.
    private static readonly string[] Builtins = ["exit", "cd", "exec", "eval", "export", "set", "source", ".", ":", "ulimit", "command",
        "type", "if", "while", "for", "until", "case", "test", "trap", "wait"];

    /// <summary>The words of a line by the rules of a POSIX shell; false for a line that only a shell can run.</summary>
    public static bool TrySplit(string line, [NotNullWhen(true)] out IReadOnlyList<string>? words)
    {
        words = null;
        var result = new List<string>();
        var word = new StringBuilder();
        var isWord = false;
        var quote = '\0';
        foreach (var character in line)
        {
            if (quote != '\0' && character == quote)
                quote = '\0';
            else if (quote == '\'' || (quote == '"' && character is not ('$' or '`' or '\\' or '!')))
                word.Append(character);
            else if (quote != '\0')
                return false;
            else if (character is '\'' or '"')
                (quote, isWord) = (character, true);
            else if (character is ' ' or '\t')
                End();
            // An assignment stands in the first word; behind it, '=' is a character like others.
            else if (Operators.Contains(character, StringComparison.Ordinal) && !(character == '=' && result.Count > 0))
                return false;
            else
                (_, isWord) = (word.Append(character), true);
        }
        End();
        if (quote != '\0' || result.Count == 0 || Builtins.Contains(result[0], StringComparer.Ordinal))
            return false;
        words = result;
        return true;

        void End()
        {
            if (isWord)
                result.Add(word.ToString());
            word.Clear();
            isWord = false;
        }
    }
}
