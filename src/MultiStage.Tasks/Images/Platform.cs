using System.Text.RegularExpressions;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>Where an image runs (OCI image-spec 1.1 image-index.md "platform"; names are Go's GOOS and GOARCH).</summary>
/// <param name="Os">For example <c>linux</c>.</param>
/// <param name="Architecture">For example <c>amd64</c> or <c>arm64</c>.</param>
/// <param name="Variant">For example <c>v7</c>; null when the architecture has none.</param>
internal sealed partial record Platform(string Os, string Architecture, string? Variant = null)
{
    public static readonly Platform LinuxAmd64 = new("linux", "amd64");

    public override string ToString() => Os + "/" + Architecture + (Variant is null ? "" : "/" + Variant);

    /// <exception cref="ImageException">MST4003 when the text is not a platform.</exception>
    public static Platform Parse(string text)
    {
        var match = Grammar().Match(text ?? "");
        return match.Success
            ? new Platform(match.Groups[1].Value, match.Groups[2].Value,
                match.Groups[3] is { Success: true } variant ? variant.Value : null)
            : throw new ImageException(ImageDiagnostics.InvalidPlatform, Printable.Of(text));
    }

    /// <summary>
    /// How well an offered image fits this wish: 0 is not at all, more is better. A wish without variant takes the
    /// plainest one: v8 is the only variant of arm64 and so is the same as none, and for arm the most common (v7) is best.
    /// </summary>
    public int Fit(Platform offered)
    {
        if (offered.Os != Os || offered.Architecture != Architecture)
            return 0;
        var (wish, offer) = (Normal(Architecture, Variant), Normal(Architecture, offered.Variant));
        if (wish == offer)
            return 4;
        if (wish is not null)
            return 0;
        return offer switch { "v7" => 3, "v6" => 2, _ => 1 };
    }

    private static string? Normal(string architecture, string? variant) =>
        (architecture, variant) switch
        {
            ("arm64", "v8") or ("amd64", "v1") or (_, "") => null,
            _ => variant,
        };

    [GeneratedRegex(@"\A([a-z0-9]+)/([a-z0-9_]+)(?:/([a-z0-9.]+))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
