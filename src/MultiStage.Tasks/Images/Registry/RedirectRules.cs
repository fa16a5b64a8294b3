using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>Where a registry may send a client, and what the client may take along.</summary>
internal static class RedirectRules
{
    /// <summary>Resolves the address of a redirect for reading. Registries keep blobs in storage on other hosts.</summary>
    /// <exception cref="ImageException">MST4107 when following would be less safe than the request was.</exception>
    public static Uri Follow(string registry, Uri current, Uri? location) => Resolve(registry, current, location);

    /// <summary>
    /// Resolves where an upload continues. It must be the registry itself: the body is the user's program, and the user
    /// named only this registry. A registry behind a TLS proxy may name itself with http; that is corrected, not followed.
    /// </summary>
    /// <exception cref="ImageException">MST4107 when it is another host.</exception>
    public static Uri Upload(string registry, Uri current, Uri? location)
    {
        if (location is { IsAbsoluteUri: true, Scheme: "http" } && current.Scheme == "https"
            && string.Equals(location.IdnHost, current.IdnHost, StringComparison.OrdinalIgnoreCase)
            && (location.IsDefaultPort || location.Port == current.Port))
        {
            location = new UriBuilder(location) { Scheme = "https", Port = current.Port }.Uri;
        }
        var target = Resolve(registry, current, location);
        return IsSameOrigin(current, target) ? target
            : throw Refused(registry, current, target, "an upload goes to the registry and to nobody else");
    }

    /// <summary>Whether credentials for one address may be sent to the other.</summary>
    public static bool IsSameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port
            && string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static Uri Resolve(string registry, Uri current, Uri? location)
    {
        if (location is null)
            throw new ImageException(ImageDiagnostics.ProtocolViolation, registry, "continue at " + RegistrySecrets.Url(current),
                "it names no address");
        var target = location.IsAbsoluteUri && !IsRootedPath(location) ? location : new Uri(current, location.OriginalString);
        if (target.Scheme is not ("http" or "https"))
            throw Refused(registry, current, target, "only http and https are followed");
        if (target.Scheme == "http" && current.Scheme == "https")
            throw Refused(registry, current, target, "it would leave https");
        if (target.UserInfo.Length > 0)
            throw Refused(registry, current, target, "it carries a user name");
        return target;
    }

    // On Unix "/v2/x" parses as an absolute file URI.
    private static bool IsRootedPath(Uri location) => location.IsFile && location.OriginalString.StartsWith('/');

    private static ImageException Refused(string registry, Uri from, Uri to, string why) =>
        new(ImageDiagnostics.RedirectRefused, registry, RegistrySecrets.Url(from), RegistrySecrets.Url(to), why);
}
