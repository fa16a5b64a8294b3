using System.Diagnostics.CodeAnalysis;

namespace MultiStage.Model;

/// <summary>
/// The name of an image: <c>[registry/]repository[:tag][@digest]</c>. As a project gives it, parts may be left out, which
/// an engine fills in; <see cref="Complete"/> does the same.
/// </summary>
/// <param name="Registry">Host and port as a user writes them, for example <c>localhost:5000</c>; empty when the name has none.</param>
/// <param name="Repository">For example <c>dotnet/aspnet</c>.</param>
/// <param name="Tag">Empty for none.</param>
/// <param name="Digest">It wins over the tag when both are there; null for none.</param>
internal sealed record ImageReference(string Registry, string Repository, string Tag = "", Digest? Digest = null)
{
    /// <summary>The registry of names without one.</summary>
    public const string DefaultRegistry = "docker.io";

    private const string DefaultTag = "latest", DefaultFolder = "library/";

    /// <summary>Reads a name; false when the text is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ImageReference? reference) => TryParse(text, out reference, out _);

    /// <inheritdoc cref="TryParse(string, out ImageReference?)"/>
    /// <param name="problem">What is wrong when the text is none; else empty.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out ImageReference? reference, out string problem)
    {
        var rest = text;
        string? digestText = null;
        if (rest.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at)
            (digestText, rest) = (rest[(at + 1)..], rest[..at]);

        // The first part is a registry only if it cannot be a part of a repository name.
        string? registry = null;
        if (rest.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash && rest[..slash] is var first
            && (first.AsSpan().ContainsAny(".:[") || first == "localhost"))
            (registry, rest) = (first, rest[(slash + 1)..]);

        string? tag = null;
        if (rest.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon)
            (tag, rest) = (rest[(colon + 1)..], rest[..colon]);

        problem = ImageGrammar.Problem(text, registry, rest, tag);
        Digest? digest = null;
        if (problem.Length == 0 && digestText is not null && !Digest.TryParse(digestText, out digest, out var wrong))
            problem = digestText.Length == 0 ? "its digest is empty" : wrong;
        reference = problem.Length == 0 ? new ImageReference(registry ?? "", rest, tag ?? "", digest) : null;
        return reference is not null;
    }

    /// <summary>
    /// The same name with everything filled in that users leave out: the defaults (docker.io, library/, latest) are Docker's.
    /// </summary>
    public ImageReference Complete()
    {
        var registry = Registry is "" or "index.docker.io" or "registry-1.docker.io" ? DefaultRegistry : Registry;
        var isShort = registry == DefaultRegistry && !Repository.Contains('/', StringComparison.Ordinal);
        return new ImageReference(registry, isShort ? DefaultFolder + Repository : Repository,
            Tag.Length > 0 || Digest is not null ? Tag : DefaultTag, Digest);
    }

    /// <summary>What stands behind <c>/manifests/</c> in a URL: the digest, or else the tag.</summary>
    public string Locator => Digest?.ToString() ?? (Tag.Length > 0 ? Tag : DefaultTag);

    /// <summary>Registry and repository.</summary>
    public string Name => Registry.Length > 0 ? Registry + "/" + Repository : Repository;

    /// <summary>The short name that Docker shows of a complete one: without <c>docker.io/library/</c>.</summary>
    public string Familiar =>
        (Registry != DefaultRegistry ? Name
            : Repository.StartsWith(DefaultFolder, StringComparison.Ordinal) ? Repository[DefaultFolder.Length..] : Repository) + End;

    /// <summary>The same repository at a digest.</summary>
    public ImageReference WithDigest(Digest digest) => this with { Tag = "", Digest = digest };

    public override string ToString() => Name + End;

    private string End => (Tag.Length > 0 ? ":" + Tag : "") + (Digest is null ? "" : "@" + Digest);
}
