using System.Text.Json;
using System.Xml.Linq;
using NuGet.Configuration;

namespace MultiStage.Graph;

/// <summary>Collects the credentials that this machine has for package sources, in the form of a nuget.config.</summary>
internal static class FeedCredentials
{
    /// <summary>The text of a nuget.config with nothing but credentials; null when the machine has none.</summary>
    /// <param name="projectFolder">Where the settings start; user and machine settings are included.</param>
    /// <param name="environment">Reads a variable of the environment.</param>
    public static string? Read(string projectFolder, Func<string, string?> environment)
    {
        var settings = Settings.LoadDefaultSettings(projectFolder);
        var endpoints = Endpoints(environment("VSS_NUGET_EXTERNAL_FEED_ENDPOINTS"));
        var credentials = new XElement("packageSourceCredentials");
        foreach (var source in new PackageSourceProvider(settings).LoadPackageSources()
            .Where(source => source is { IsEnabled: true, IsLocal: false }))
        {
            var known = source.Credentials is { } own ? (own.Username, own.Password)
                : endpoints.TryGetValue(source.Source.TrimEnd('/'), out var endpoint) ? endpoint
                : ((string Username, string Password)?)null;
            if (known is { } found)
                credentials.Add(
                    new XElement(XmlConvertName(source.Name), Add("Username", found.Username), Add("ClearTextPassword", found.Password)));
        }
        return credentials.HasElements ? new XDocument(new XElement("configuration", credentials)).ToString() : null;
    }

    private static XElement Add(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));

    // NuGet writes names that are no XML names in this form.
    private static string XmlConvertName(string name) => System.Xml.XmlConvert.EncodeLocalName(name)!;

    /// <summary>The credentials that the Azure Artifacts provider reads: JSON in one variable.</summary>
    private static Dictionary<string, (string Username, string Password)> Endpoints(string? json)
    {
        var endpoints = new Dictionary<string, (string, string)>(StringComparer.OrdinalIgnoreCase);
        if (string.IsNullOrWhiteSpace(json))
            return endpoints;
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var entry in document.RootElement.GetProperty("endpointCredentials").EnumerateArray())
                endpoints[(entry.GetProperty("endpoint").GetString() ?? "").TrimEnd('/')] =
                    (entry.TryGetProperty("username", out var user) ? user.GetString() ?? "" : "",
                        entry.GetProperty("password").GetString() ?? "");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // The provider that owns the variable reports its form; a builder without credentials says which feed refused.
        }
        return endpoints;
    }
}
