using System.Globalization;
using System.Text.RegularExpressions;

namespace MultiStage.Planning;

/// <summary>The ports that an ASP.NET Core app listens on by its environment, as Kestrel reads it.</summary>
internal static partial class ListeningPorts
{
    /// <summary>The port that the ASP.NET Core images of .NET 8 and later set.</summary>
    private const int ImageDefault = 8080;

    public static IEnumerable<ExposeStep> Infer(IReadOnlyList<NameValue> environment, string baseImage)
    {
        var urls = Value(environment, "ASPNETCORE_URLS");
        if (urls is not null)
            return UrlPort().Matches(urls).Select(match => Tcp(match.Groups[1].Value)).OfType<ExposeStep>();

        var http = Value(environment, "ASPNETCORE_HTTP_PORTS");
        var https = Value(environment, "ASPNETCORE_HTTPS_PORTS");
        if (http is null && BaseImage.IsAspNetCore(baseImage))
            http = ImageDefault.ToString(CultureInfo.InvariantCulture);
        return $"{http};{https}".Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Tcp).OfType<ExposeStep>();
    }

    private static string? Value(IReadOnlyList<NameValue> environment, string name) =>
        environment.LastOrDefault(variable => variable.Name == name)?.Value;

    private static ExposeStep? Tcp(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? new ExposeStep(port, "tcp")
            : null;

    [GeneratedRegex(@"://[^;/]*?:(\d+)")]
    private static partial Regex UrlPort();
}
