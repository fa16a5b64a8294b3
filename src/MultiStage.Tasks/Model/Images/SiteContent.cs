namespace MultiStage.Model;

/// <summary>What the published files say about how to serve them. Paths start with <c>/</c>.</summary>
/// <param name="ImmutablePaths">Paths with a fingerprint of the content in them.</param>
/// <param name="Aliases">Paths that are no files, with the file that answers for them: the same file with and without its
/// fingerprint.</param>
/// <param name="HasNotFoundPage">Whether there is a page <c>404.html</c>.</param>
internal sealed record SiteContent(IReadOnlyList<string> ImmutablePaths, IReadOnlyList<NameValue> Aliases, bool HasNotFoundPage)
{
    /// <summary>The folder of the site in the publish output, and below the working directory of the image.</summary>
    public const string Folder = "wwwroot";

    public static readonly SiteContent Empty = new([], [], false);
}
