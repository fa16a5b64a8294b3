namespace MultiStage.Images;

/// <summary>Where a registry is and whether that is this machine.</summary>
internal static class RegistryHost
{
    /// <summary>Host and port to connect to: Docker Hub's API lives under another name than its images.</summary>
    public static string Endpoint(string registry) =>
        registry == ImageReference.DefaultRegistry ? "registry-1.docker.io" : registry;

    /// <summary>Whether the registry is this machine.</summary>
    public static bool IsLoopback(string registry) => NetworkPlaces.OfHost(new Uri("http://" + registry).IdnHost) == NetworkPlace.Loopback;
}
