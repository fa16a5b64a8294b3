using System.Net;
using System.Net.Sockets;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>The address of a registry's token service. The registry chooses it, and credentials go there.</summary>
internal static class TokenRealm
{
    /// <param name="endpoint">The registry.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="text">The realm of the challenge.</param>
    /// <param name="resolve">Finds the addresses of a name.</param>
    /// <exception cref="ImageException">MST4107, MST4108 when it is no address to send anything to.</exception>
    public static async Task<Uri> ReadAsync(RegistryEndpoint endpoint, RegistryRequest request, string text,
        Func<string, Task<IPAddress[]>> resolve)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var realm) || realm.Scheme is not ("http" or "https") || realm.UserInfo.Length > 0)
            throw new ImageException(ImageDiagnostics.ProtocolViolation, request.Registry, request.What,
                "the address of its token service is not a usable one");
        // Credentials for a registry with TLS never travel without it.
        if (realm.Scheme != "https" && endpoint.Root.Scheme != "http")
            throw Refused(endpoint, request, realm, "its token service would leave https");
        // A registry in the internet has no business with addresses that only this machine can reach.
        if (NetworkPlaces.OfHost(realm.IdnHost) is { } place and not NetworkPlace.Public
            && !await IsThereAsync(endpoint.Root.IdnHost, realm.IdnHost, place, resolve).ConfigureAwait(false))
            throw Refused(endpoint, request, realm,
                "its token service would be on this machine or in its network, where the registry itself is not");
        return realm;
    }

    // What runs on this machine may name anything that this machine reaches.
    private static async Task<bool> IsThereAsync(string registry, string realm, NetworkPlace place, Func<string, Task<IPAddress[]>> resolve)
    {
        if (string.Equals(registry, realm, StringComparison.OrdinalIgnoreCase))
            return true;
        if (NetworkPlaces.OfHost(registry) is { } own)
            return own == place || own == NetworkPlace.Loopback;
        try
        {
            return (await resolve(registry).ConfigureAwait(false)).Select(NetworkPlaces.Of)
                .Any(found => found == place || found == NetworkPlace.Loopback);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static ImageException Refused(RegistryEndpoint endpoint, RegistryRequest request, Uri realm, string why) =>
        new(ImageDiagnostics.RedirectRefused, request.Registry, RegistrySecrets.Url(endpoint.Root), RegistrySecrets.Url(realm), why);
}
