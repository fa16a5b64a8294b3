using System.Text.RegularExpressions;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>
/// The name of an image: <c>[registry/]repository[:tag][@digest]</c>. The grammar of repository and tag is
/// OCI distribution-spec 1.1 "Pulling manifests"; the defaults (docker.io, library/, latest) are Docker's.
/// </summary>
/// <param name="Registry">Host and port as a user writes them, for example <c>docker.io</c> or <c>localhost:5000</c>.</param>
/// <param name="Repository">The full repository, for example <c>library/debian</c>.</param>
/// <param name="Tag">The tag; null only when there is a digest.</param>
/// <param name="Digest">The digest; it wins over the tag when both are there.</param>
internal sealed partial record ImageReference(string Registry, string Repository, string? Tag, Digest? Digest)
{
    /// <summary>The registry of names without one.</summary>
    public const string DefaultRegistry = "docker.io";

    /// <summary>What stands behind <c>/manifests/</c> in a URL: the digest, or else the tag.</summary>
    public string Locator => Digest?.ToString() ?? Tag!;

    /// <summary>The full name, with registry and without defaults left out.</summary>
    public override string ToString() => Name + (Tag is null ? "" : ":" + Tag) + (Digest is null ? "" : "@" + Digest);

    /// <summary>Registry and repository.</summary>
    public string Name => Registry + "/" + Repository;

    /// <summary>The short name that Docker shows: without <c>docker.io/library/</c>.</summary>
    public string Familiar
    {
        get
        {
            var name = Registry != DefaultRegistry ? Name
                : Repository.StartsWith("library/", StringComparison.Ordinal) ? Repository["library/".Length..]
                : Repository;
            return name + (Tag is null ? "" : ":" + Tag) + (Digest is null ? "" : "@" + Digest);
        }
    }

    /// <summary>The same repository at another tag.</summary>
    public ImageReference WithTag(string tag) =>
        TagGrammar().IsMatch(tag) ? this with { Tag = tag, Digest = null } : throw Invalid(tag, "this is not a tag");

    /// <summary>The same repository at a digest.</summary>
    public ImageReference WithDigest(Digest digest) => this with { Tag = null, Digest = digest };

    /// <summary>Whether two texts name the same image once the defaults are filled in.</summary>
    public static bool IsSame(string one, string other)
    {
        try
        {
            return Parse(one) == Parse(other);
        }
        catch (ImageException)
        {
            return false;
        }
    }

    /// <exception cref="ImageException">MST4001 when the text is not a reference.</exception>
    public static ImageReference Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw Invalid(text, "it is empty");
        if (text.Length > 1024)
            throw Invalid(text, "it is longer than 1024 characters");
        if (text.Contains("://", StringComparison.Ordinal))
            throw Invalid(text, "it has a scheme");

        var rest = text;
        Digest? digest = null;
        if (rest.IndexOf('@', StringComparison.Ordinal) is var at and >= 0)
        {
            if (!Images.Digest.TryParse(rest[(at + 1)..], out var parsed, out var problem))
                throw Invalid(text, problem);
            (digest, rest) = (parsed, rest[..at]);
        }

        // The first part is a registry only if it cannot be a part of a repository name.
        var registry = DefaultRegistry;
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0 && rest[..slash] is var first && (first.AsSpan().ContainsAny(".:[") || first == "localhost"))
            (registry, rest) = (first, rest[(slash + 1)..]);

        string? tag = null;
        if (rest.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0)
            (tag, rest) = (rest[(colon + 1)..], rest[..colon]);

        if (!RegistryGrammar().IsMatch(registry) || !HasValidPort(registry))
            throw Invalid(text, $"'{Printable.Of(registry)}' is not a registry host");
        if (tag is not null && !TagGrammar().IsMatch(tag))
            throw Invalid(text, $"'{Printable.Of(tag)}' is not a tag");
        if (rest.Length == 0)
            throw Invalid(text, "it has no repository");
        if (rest.Length > 255)
            throw Invalid(text, "the repository is longer than 255 characters");
        if (!RepositoryGrammar().IsMatch(rest))
        {
            throw Invalid(text, rest.Any(char.IsUpper)
                ? "the repository has upper-case letters"
                : $"'{Printable.Of(rest)}' is not a repository");
        }

        if (registry is "index.docker.io" or "registry-1.docker.io")
            registry = DefaultRegistry;
        if (registry == DefaultRegistry && !rest.Contains('/', StringComparison.Ordinal))
            rest = "library/" + rest;
        return new ImageReference(registry, rest, tag ?? (digest is null ? "latest" : null), digest);
    }

    private static bool HasValidPort(string registry)
    {
        var colon = registry.LastIndexOf(':');
        return colon < 0 || registry.EndsWith(']')
            || (int.TryParse(registry.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536);
    }

    private static ImageException Invalid(string? text, string problem) =>
        new(ImageDiagnostics.InvalidReference, Printable.Of(text), problem);

    [GeneratedRegex(@"\A(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex RegistryGrammar();

    [GeneratedRegex(@"\A[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex RepositoryGrammar();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TagGrammar();
}
