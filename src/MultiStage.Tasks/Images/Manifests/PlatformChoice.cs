using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>Chooses from an index the entry for a platform.</summary>
internal static class PlatformChoice
{
    /// <summary>The best entry; among equals the first, as the order of an index is its author's preference.</summary>
    /// <exception cref="ImageException">MST4004 when there is none.</exception>
    public static Descriptor Choose(IReadOnlyList<Descriptor> entries, Platform wish, string image)
    {
        var candidates = Candidates(entries);
        var best = candidates.MaxBy(entry => entry.Platform is null ? 0 : wish.Fit(entry.Platform));
        if (best?.Platform is not null && wish.Fit(best.Platform) > 0)
            return best;
        // One entry that does not say where it runs: its configuration will.
        if (candidates is [{ Platform: null } only])
            return only;
        throw new ImageException(ImageDiagnostics.PlatformNotFound, image, wish.ToString(), Names(candidates));
    }

    /// <summary>The platforms of an index, in its order.</summary>
    public static IReadOnlyList<Platform> Platforms(IReadOnlyList<Descriptor> entries) =>
        [.. Candidates(entries).Select(entry => entry.Platform).OfType<Platform>().Distinct()];

    // BuildKit stores attestations beside the images, for the platform "unknown/unknown".
    private static List<Descriptor> Candidates(IReadOnlyList<Descriptor> entries) =>
        [.. entries.Where(entry => (MediaTypes.IsManifest(entry.MediaType) || MediaTypes.IsIndex(entry.MediaType))
            && entry.Platform?.Os != "unknown" && !entry.Annotations.ContainsKey("vnd.docker.reference.type"))];

    private static string Names(List<Descriptor> entries) =>
        entries.Count == 0 ? "no images"
        : Printable.Of(string.Join(", ", entries.Select(entry => entry.Platform?.ToString() ?? "one without platform").Distinct()), 400);
}
