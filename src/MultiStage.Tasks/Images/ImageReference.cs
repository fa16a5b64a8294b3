using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>
/// The name of an image with everything filled in that users leave out: the defaults (docker.io, library/, latest) are
/// Docker's.
/// </summary>
/// <param name="Registry">Host and port as a user writes them, for example <c>docker.io</c> or <c>localhost:5000</c>.</param>
/// <param name="Repository">The full repository, for example <c>library/debian</c>.</param>
/// <param name="Tag">The tag; null only when there is a digest.</param>
/// <param name="Digest">The digest; it wins over the tag when both are there.</param>
internal sealed record ImageReference(string Registry, string Repository, string? Tag, Digest? Digest)
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
        ImageName.IsTag(tag) ? this with { Tag = tag, Digest = null } : throw Invalid(tag, "this is not a tag");

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
        var name = ImageName.Read(text, out var problem) ?? throw Invalid(text, Printable.Of(problem));
        Digest? digest = null;
        if (name.Digest.Length > 0)
            digest = Images.Digest.TryParse(name.Digest, out var parsed, out var wrong) ? parsed : throw Invalid(text, wrong);

        var (registry, repository) = (name.Registry.Length > 0 ? name.Registry : DefaultRegistry, name.Repository);
        if (registry is "index.docker.io" or "registry-1.docker.io")
            registry = DefaultRegistry;
        if (registry == DefaultRegistry && !repository.Contains('/', StringComparison.Ordinal))
            repository = "library/" + repository;
        return new ImageReference(registry, repository, name.Tag.Length > 0 ? name.Tag : digest is null ? "latest" : null, digest);
    }

    private static ImageException Invalid(string? text, string problem) =>
        new(ImageDiagnostics.InvalidReference, Printable.Of(text), problem);
}
