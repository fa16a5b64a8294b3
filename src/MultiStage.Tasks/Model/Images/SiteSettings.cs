using System.Globalization;

namespace MultiStage.Model;

/// <summary>The valid settings of a static site, with the defaults in.</summary>
/// <param name="Ports">TCP ports to listen on; never empty.</param>
/// <param name="Fallback">The page for paths that are no files, relative to the site's root; empty for none.</param>
/// <param name="ImmutableFiles">Patterns of paths, from <c>/</c> on, where <c>*</c> stands for anything.</param>
/// <param name="Headers">Headers of every response, sorted.</param>
internal sealed record SiteSettings(
    IReadOnlyList<int> Ports, string Fallback, IReadOnlyList<string> ImmutableFiles, IReadOnlyList<NameValue> Headers)
{
    public const string StartPage = "index.html";
    public const int DefaultPort = 8080;

    /// <summary>The ports as one value of a property.</summary>
    public string PortsText => string.Join('+', Ports.Select(port => port.ToString(CultureInfo.InvariantCulture)));
}
