using System.Globalization;
using System.Text.RegularExpressions;

namespace MultiStage.Model;

/// <summary>
/// The name of an image, split and without defaults: <c>[registry/]repository[:tag][@digest]</c>. The grammar is that of
/// OCI distribution-spec 1.1 "Pulling manifests", which all engines share.
/// </summary>
/// <param name="Registry">Host and port; empty when the name has none.</param>
/// <param name="Tag">Empty for none.</param>
/// <param name="Digest">What stands behind the '@', as it is; empty for none.</param>
internal sealed partial record ImageName(string Registry, string Repository, string Tag, string Digest)
{
    private const int LongestName = 1024, LongestRepository = 255;

    /// <summary>Reads a name.</summary>
    /// <param name="problem">What is wrong when the text is none; else empty.</param>
    public static ImageName? Read(string text, out string problem)
    {
        var rest = text;
        var digest = "";
        var at = rest.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
            (digest, rest) = (rest[(at + 1)..], rest[..at]);

        // The first part is a registry only if it cannot be a part of a repository name.
        var registry = "";
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0 && rest[..slash] is var first && (first.AsSpan().ContainsAny(".:[") || first == "localhost"))
            (registry, rest) = (first, rest[(slash + 1)..]);

        var tag = "";
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
            (tag, rest) = (rest[(colon + 1)..], rest[..colon]);

        problem = Problem(text, slash >= 0 && registry.Length > 0 ? registry : null, rest, colon >= 0 ? tag : null);
        if (problem.Length == 0 && at >= 0 && digest.Length == 0)
            problem = "its digest is empty";
        return problem.Length == 0 ? new ImageName(registry, rest, tag, digest) : null;
    }

    /// <summary>Whether the text can stand behind the colon of a name.</summary>
    public static bool IsTag(string text) => TagGrammar().IsMatch(text);

    /// <summary>Whether the text can stand between registry and tag.</summary>
    public static bool IsRepository(string text) => RepositoryGrammar().IsMatch(text);

    public override string ToString() =>
        (Registry.Length > 0 ? Registry + "/" : "") + Repository + (Tag.Length > 0 ? ":" + Tag : "") + (Digest.Length > 0 ? "@" + Digest : "");

    private static string Problem(string text, string? registry, string repository, string? tag) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) => "it is empty",
        _ when text.Length > LongestName => $"it is longer than {LongestName} characters",
        _ when text.Contains("://", StringComparison.Ordinal) => "it has a scheme",
        _ when registry is not null && !(RegistryGrammar().IsMatch(registry) && HasValidPort(registry)) => $"'{registry}' is not a registry host",
        _ when tag is not null && !IsTag(tag) => $"'{tag}' is not a tag",
        _ when repository.Length == 0 => "it has no repository",
        _ when repository.Length > LongestRepository => $"the repository is longer than {LongestRepository} characters",
        _ when IsRepository(repository) => "",
        _ when repository.Any(char.IsUpper) => "the repository has upper-case letters",
        _ => $"'{repository}' is not a repository",
    };

    private static bool HasValidPort(string registry)
    {
        var colon = registry.LastIndexOf(':');
        return colon < 0 || registry.EndsWith(']') || (int.TryParse(registry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536);
    }

    [GeneratedRegex(@"\A(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex RegistryGrammar();

    [GeneratedRegex(@"\A[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex RepositoryGrammar();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TagGrammar();
}
