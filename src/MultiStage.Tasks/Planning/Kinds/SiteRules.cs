using System.Text.RegularExpressions;
using MultiStage.Diagnostics;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Kinds;

/// <summary>Which settings of a static site are valid, and what they are by default.</summary>
internal static partial class SiteRules
{
    // A page of the site in a frame of another site, and a guessed type, are what these are against.
    private static readonly IReadOnlyList<NameValue> DefaultHeaders =
    [
        new("Referrer-Policy", "strict-origin-when-cross-origin"),
        new("X-Content-Type-Options", "nosniff"),
        new("X-Frame-Options", "SAMEORIGIN"),
    ];

    // The server writes these itself, from what it serves.
    private static readonly string[] OfTheServer =
        ["Cache-Control", "Connection", "Content-Encoding", "Content-Length", "Content-Type", "Date", "ETag", "Last-Modified", "Server",
            "Transfer-Encoding", "Vary"];

    /// <param name="options">As written.</param>
    /// <param name="ports">All ports of the image.</param>
    /// <exception cref="ContainerException">MST5605: a value is invalid.</exception>
    public static SiteSettings Settings(SiteOptions options, IEnumerable<PortOption> ports)
    {
        var tcp = ports.Select(OptionRules.Port).Where(port => port.Protocol == "tcp").Select(port => port.Port).Distinct()
            .Order().ToList();
        return new SiteSettings(tcp.Count == 0 ? [SiteSettings.DefaultPort] : tcp, Page(options.Fallback),
            [.. options.ImmutableFiles.Select(Pattern).Distinct().Order(StringComparer.Ordinal)], Merge(options.Headers));
    }

    private static string Page(string fallback)
    {
        var page = fallback.Trim();
        if (page.Length == 0)
            return SiteSettings.StartPage;
        if (page.Equals("false", StringComparison.OrdinalIgnoreCase) || page.Equals("none", StringComparison.OrdinalIgnoreCase))
            return "";
        if (page.Equals("true", StringComparison.OrdinalIgnoreCase))
            return SiteSettings.StartPage;
        page = page.Replace('\\', '/').TrimStart('/');
        return PagePath().IsMatch(page) && !page.Split('/').Contains("..")
            ? page
            : throw new ContainerException(StaticSiteDiagnostics.InvalidSetting, "ContainerSpaFallback", OneLine(fallback),
                "it is the path of a page below wwwroot, or false");
    }

    private static string Pattern(string pattern)
    {
        var path = "/" + pattern.Trim().Replace('\\', '/').TrimStart('/');
        return PathPattern().IsMatch(path) && path.Trim('/', '*').Length > 0
            ? path
            : throw new ContainerException(StaticSiteDiagnostics.InvalidSetting, "ContainerImmutableFiles", OneLine(pattern),
                "it is the path of files below wwwroot, with * for any part, such as /assets/*");
    }

    private static IReadOnlyList<NameValue> Merge(IReadOnlyList<NameValue> own)
    {
        foreach (var header in own)
            if (!HeaderName().IsMatch(header.Name))
                throw new ContainerException(StaticSiteDiagnostics.InvalidSetting, "ContainerResponseHeader", OneLine(header.Name),
                    "its name has characters that headers do not have");
            else if (OfTheServer.Contains(header.Name, StringComparer.OrdinalIgnoreCase))
                throw new ContainerException(StaticSiteDiagnostics.InvalidSetting, "ContainerResponseHeader", header.Name,
                    "the server writes this header itself");
            else if (header.Value.Any(char.IsControl))
                throw new ContainerException(StaticSiteDiagnostics.InvalidSetting, "ContainerResponseHeader", header.Name,
                    $"its Value has a line break or control character: '{OneLine(header.Value)}'");
        return
        [
            .. DefaultHeaders.Concat(own).GroupBy(header => header.Name, StringComparer.OrdinalIgnoreCase).Select(group => group.Last())
                .Where(header => header.Value.Trim().Length > 0).Select(header => header with { Value = header.Value.Trim() })
                .OrderBy(header => header.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static string OneLine(string text) =>
        string.Concat(text.ReplaceLineEndings(" ").Select(character => char.IsControl(character) ? ' ' : character));

    [GeneratedRegex(@"^[A-Za-z0-9._~ -]+(/[A-Za-z0-9._~ -]+)*\.[A-Za-z0-9]+\z")]
    private static partial Regex PagePath();

    [GeneratedRegex(@"^(/[A-Za-z0-9._~@+*-]+)+\z")]
    private static partial Regex PathPattern();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9-]*\z")]
    private static partial Regex HeaderName();
}
