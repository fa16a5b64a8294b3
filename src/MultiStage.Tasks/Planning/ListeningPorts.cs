using System.Globalization;
using System.Text.RegularExpressions;

namespace MultiStage.Planning;

/// <summary>The ports that an ASP.NET Core app listens on by its environment, as Kestrel reads it.</summary>
internal static partial class ListeningPorts
{
    /// <summary>The port that the ASP.NET Core images of .NET 8 and later set.</summary>
    private const int ImageDefault = 8080;

    public static IEnumerable<ImagePort> Infer(IReadOnlyList<NameValue> environment, string baseImage)
    {
        var urls = Value(environment, "ASPNETCORE_URLS");
        if (!string.IsNullOrEmpty(urls))
            return urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(OfUrl).OfType<ImagePort>();

        var http = Value(environment, "ASPNETCORE_HTTP_PORTS");
        var https = Value(environment, "ASPNETCORE_HTTPS_PORTS");
        if (http is null && BaseImage.IsAspNetCore(baseImage))
            http = ImageDefault.ToString(CultureInfo.InvariantCulture);
        return $"{http};{https}".Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Tcp).OfType<ImagePort>();
    }

    /// <summary>Brings the port of newer images to older ones: a user other than root may not listen on their port 80 everywhere.</summary>
    public static IEnumerable<NameValue> Environment(string baseImage) =>
        BaseImage.IsAspNetCore(baseImage) && BaseImage.IsBeforeNet8(baseImage)
            ? [new("ASPNETCORE_URLS", string.Create(CultureInfo.InvariantCulture, $"http://+:{ImageDefault}"))]
            : [];

    private static string? Value(IReadOnlyList<NameValue> environment, string name) =>
        environment.LastOrDefault(variable => variable.Name == name)?.Value;

    // A URL without a port means that of its scheme; a Unix socket has none.
    private static ImagePort? OfUrl(string url)
    {
        var match = Url().Match(url);
        if (!match.Success)
            return null;
        var port = match.Groups["port"];
        return Tcp(port.Success ? port.Value : match.Groups["secure"].Success ? "443" : "80");
    }

    private static ImagePort? Tcp(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? new ImagePort(port, "tcp")
            : null;

    [GeneratedRegex(@"^http(?<secure>s)?://(\[[^\]]*\]|(?!unix:)[^:/\[\]]+)(:(?<port>[0-9]+))?(/|\z)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Url();
}
