using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace MultiStage.Model;

/// <summary>The name of an image as the project gives it; what it leaves out, the engine decides.</summary>
/// <param name="Registry">Host and port, empty when the name has none.</param>
/// <param name="Tag">Empty for none.</param>
/// <param name="Digest">Empty for none; else <c>sha256:…</c>.</param>
internal sealed partial record ImageReference(string Registry, string Repository, string Tag, string Digest)
{
    /// <summary>Reads a reference; false when the text is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ImageReference? reference)
    {
        reference = ImageName.Read(text, out _) is { } name && (name.Digest.Length == 0 || DigestGrammar().IsMatch(name.Digest))
            ? new ImageReference(name.Registry, name.Repository, name.Tag, name.Digest)
            : null;
        return reference is not null;
    }

    public override string ToString() => new ImageName(Registry, Repository, Tag, Digest).ToString();

    [GeneratedRegex(@"\A(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})\z")]
    private static partial Regex DigestGrammar();
}
