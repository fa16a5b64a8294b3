using System.Net;

namespace MultiStage.Images;

/// <summary>Where a registry is and how far it is trusted without TLS.</summary>
internal static class RegistryHost
{
    private const string InsecureVariable = "DOTNET_CONTAINER_INSECURE_REGISTRIES";

    /// <summary>Host and port to connect to: Docker Hub's API lives under another name than its images.</summary>
    public static string Endpoint(string registry) =>
        registry == ImageReference.DefaultRegistry ? "registry-1.docker.io" : registry;

    /// <summary>Whether the registry is this machine.</summary>
    public static bool IsLoopback(string registry)
    {
        var host = new Uri("http://" + registry).IdnHost.Trim('[', ']');
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }

    /// <summary>Whether the user listed the registry as insecure. With a port it means that port only.</summary>
    public static bool IsListedInsecure(string registry, RegistryOptions options)
    {
        var listed = (options.Environment(InsecureVariable) ?? "")
            .Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Concat(options.InsecureRegistries);
        return listed.Contains(registry, StringComparer.OrdinalIgnoreCase);
    }
}
