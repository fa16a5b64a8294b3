using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace MultiStage.Planning;

/// <summary>
/// The name of an image, split: <c>registry/repository:tag@digest</c>. The grammar is that of the reference package of
/// the distribution project, which all engines share.
/// </summary>
/// <param name="Registry">Host and port, empty when the name has none (the engine then decides).</param>
/// <param name="Tag">Empty for none.</param>
/// <param name="Digest">Empty for none; else <c>sha256:…</c>.</param>
internal sealed partial record ImageReference(string Registry, string Repository, string Tag, string Digest)
{
    /// <summary>Reads a reference; false when the text is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ImageReference? reference)
    {
        reference = null;
        var match = Grammar().Match(text);
        if (!match.Success)
            return false;
        reference = new ImageReference(
            match.Groups["registry"].Value,
            match.Groups["repository"].Value,
            match.Groups["tag"].Value,
            match.Groups["digest"].Value);
        return true;
    }

    /// <summary>Whether the text can stand behind the colon of a reference.</summary>
    public static bool IsTag(string text) => TagGrammar().IsMatch(text);

    /// <summary>Whether the text can stand between registry and tag.</summary>
    public static bool IsRepository(string text) => RepositoryGrammar().IsMatch(text);

    public override string ToString() =>
        (Registry.Length > 0 ? Registry + "/" : "") + Repository +
        (Tag.Length > 0 ? ":" + Tag : "") + (Digest.Length > 0 ? "@" + Digest : "");

    // A first part is a registry when it has a dot or a port or is localhost; else it belongs to the repository.
    [GeneratedRegex(@"^(?:(?<registry>localhost(?::\d+)?|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d+)?|[A-Za-z0-9-]+:\d+|\[[0-9a-fA-F:]+\](?::\d+)?)/)?(?<repository>[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}))?\z")]
    private static partial Regex Grammar();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z")]
    private static partial Regex TagGrammar();

    [GeneratedRegex(@"^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*\z")]
    private static partial Regex RepositoryGrammar();
}
