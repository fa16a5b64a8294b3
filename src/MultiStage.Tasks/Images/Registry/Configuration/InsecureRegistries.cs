using System.Net;

namespace MultiStage.Images;

/// <summary>
/// The registries that the user or an engine's configuration names as insecure: the variable of .NET's own container
/// targets, <c>insecure-registries</c> of Docker's daemon.json, <c>insecure = true</c> of the containers tools'
/// registries.conf. A name means itself with its port and nothing else; files that cannot be read name nothing.
/// </summary>
internal sealed class InsecureRegistries
{
    private const string Variable = "DOTNET_CONTAINER_INSECURE_REGISTRIES";
    private const int MaxBytes = 1024 * 1024;
    private readonly RegistryOptions options;
    private readonly HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> suffixes = [];
    private readonly List<string> repositories = [];
    private readonly List<IPNetwork> networks = [];

    public InsecureRegistries(RegistryOptions options)
    {
        this.options = options;
        names.UnionWith(
            (options.Environment(Variable) ?? "").Split([';', ','],
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        names.UnionWith(options.InsecureRegistries);
        var folders = new EngineFolders(options);
        foreach (var file in folders.DockerDaemonFiles)
            AddDocker(Read(file));
        foreach (var file in folders.ContainersFiles)
            AddContainers(file);
    }

    /// <summary>Whether a registry may be used without TLS or with a certificate that cannot be checked.</summary>
    public bool Contains(string registry, string repository) =>
        names.Contains(registry)
        || suffixes.Exists(suffix => registry.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
        || repositories.Exists(prefix => (registry + "/" + repository + "/").StartsWith(prefix + "/", StringComparison.OrdinalIgnoreCase))
        || (networks.Count > 0 && IPAddress.TryParse(new Uri("http://" + registry).IdnHost.Trim('[', ']'), out var address)
            && networks.Exists(network => network.Contains(address)));

    private void AddDocker(string text)
    {
        var json = StrictJson.TryParseObject(System.Text.Encoding.UTF8.GetBytes(text));
        foreach (var entry in json.Strings("insecure-registries") ?? [])
        {
            if (IPNetwork.TryParse(entry, out var network))
                networks.Add(network);
            else
                names.Add(Host(entry));
        }
    }

    private void AddContainers(string file)
    {
        if (ContainersRegistries.Insecure(Read(file)) is not { } places)
        {
            options.Log($"{file} is no TOML, so it names no insecure registry");
            return;
        }
        foreach (var place in places)
        {
            if (place.StartsWith("*.", StringComparison.Ordinal))
                suffixes.Add(place[1..]);
            else if (place.Contains('/', StringComparison.Ordinal))
                repositories.Add(place.TrimEnd('/'));
            else
                names.Add(place);
        }
    }

    /// <summary>The host, where a URL may stand.</summary>
    public static string Host(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        return (scheme < 0 ? text : text[(scheme + 3)..]).TrimEnd('/');
    }

    private string Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length <= MaxBytes ? File.ReadAllText(path) : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            options.Log($"{path} cannot be read");
            return "";
        }
    }
}
