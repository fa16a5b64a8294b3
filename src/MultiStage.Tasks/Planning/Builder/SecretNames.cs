using System.Text.RegularExpressions;

namespace MultiStage.Planning.Builder;

/// <summary>Tells by its name that a property holds a secret: on a command line of the builder, everybody could read it.</summary>
internal static partial class SecretNames
{
    // Long enough to mean the same wherever they stand. Compared without '_' and case.
    private static readonly string[] Anywhere =
        ["password", "passwd", "passphrase", "pwd", "secret", "credential", "connectionstring", "accesskey", "privatekey", "apikey"];

    // A word of its own at the end: DbPass and GITHUB_PAT, not Compass, Path, Pattern or PassThrough.
    private static readonly string[] LastWord = ["pass", "pat", "token"];

    // Passes of another kind.
    private static readonly string[] NoSecretBefore = ["by", "single", "one", "two", "first", "second", "multi", "sur", "over", "tres"];

    public static bool Is(string name)
    {
        var plain = name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        if (Anywhere.Any(word => plain.Contains(word, StringComparison.Ordinal)) || plain.EndsWith("token", StringComparison.Ordinal))
            return true;
        var words = Words().Matches(name).Select(match => match.Value.ToLowerInvariant()).ToList();
        return words.Count > 0 && LastWord.Contains(words[^1]) && (words.Count == 1 || !NoSecretBefore.Contains(words[^2]));
    }

    // "GitHubPATValue" has the words Git, Hub, PAT and Value.
    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")]
    private static partial Regex Words();
}
