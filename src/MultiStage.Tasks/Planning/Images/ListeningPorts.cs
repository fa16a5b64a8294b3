using System.Globalization;
using System.Text.RegularExpressions;

namespace MultiStage.Planning.Images;

/// <summary>The ports that an ASP.NET Core app listens on by its environment, as Kestrel reads it.</summary>
internal static partial class ListeningPorts
{
    /// <summary>The port that Microsoft's images of .NET 8 and later set, those without ASP.NET Core too.</summary>
    private const int ImageDefault = 8080;

    /// <param name="environment">Variables that the project sets.</param>
    /// <param name="baseImage">What the app runs on.</param>
    /// <param name="isWebApp">Whether anything of the app is ASP.NET Core: nobody else reads the images' variable.</param>
    public static IEnumerable<ImagePort> Infer(IReadOnlyList<NameValue> environment, string baseImage, bool isWebApp)
    {
        var urls = Value(environment, "ASPNETCORE_URLS");
        if (!string.IsNullOrEmpty(urls))
            return urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(OfUrl)
                .OfType<ImagePort>();

        var http = Value(environment, "ASPNETCORE_HTTP_PORTS");
        var https = Value(environment, "ASPNETCORE_HTTPS_PORTS");
        if (http is null && IsServed(baseImage, isWebApp))
            http = ImageDefault.ToString(CultureInfo.InvariantCulture);
        return $"{http};{https}".Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Tcp)
            .OfType<ImagePort>();
    }

    /// <summary>Brings the port of newer images to older ones: a user other than root may not listen on their port 80 everywhere.</summary>
    public static IEnumerable<NameValue> Environment(string baseImage, bool isWebApp) =>
        IsServed(baseImage, isWebApp) && BaseImage.IsBeforeNet8(baseImage)
            ? [new("ASPNETCORE_URLS", string.Create(CultureInfo.InvariantCulture, $"http://+:{ImageDefault}"))]
            : [];

    // An image with ASP.NET Core is chosen for nothing else. A self-contained or native app brings it along, on runtime-deps.
    private static bool IsServed(string baseImage, bool isWebApp) =>
        BaseImage.IsAspNetCore(baseImage) || (isWebApp && BaseImage.IsDotNet(baseImage));

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

    [GeneratedRegex(@"^http(?<secure>s)?://(\[[^\]]*\]|(?!unix:)[^:/\[\]]+)(:(?<port>[0-9]+))?(/|\z)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Url();
}
