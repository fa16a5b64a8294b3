using System.Net;
using System.Net.Sockets;

namespace MultiStage.Images;

/// <summary>Which networks an address belongs to, as far as it tells itself.</summary>
internal enum NetworkPlace
{
    /// <summary>Anywhere.</summary>
    Public,

    /// <summary>RFC 1918, RFC 4193, and the shared space of RFC 6598.</summary>
    Private,

    /// <summary>RFC 3927 and RFC 4291: also where clouds keep the credentials of their machines.</summary>
    LinkLocal,

    /// <summary>This machine.</summary>
    Loopback,
}

/// <summary>Tells where addresses are.</summary>
internal static class NetworkPlaces
{
    /// <summary>The place of a host that is an address, or a name that means this machine; null for any other name.</summary>
    public static NetworkPlace? OfHost(string host)
    {
        var name = host.Trim('[', ']').TrimEnd('.');
        if (name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
            return NetworkPlace.Loopback;
        return IPAddress.TryParse(name, out var address) ? Of(address) : null;
    }

    public static NetworkPlace Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        // The unspecified address means this machine when one connects to it.
        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            return NetworkPlace.Loopback;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return address.IsIPv6LinkLocal ? NetworkPlace.LinkLocal
                : address.IsIPv6UniqueLocal || address.IsIPv6SiteLocal ? NetworkPlace.Private : NetworkPlace.Public;
        return address.GetAddressBytes() switch
        {
            [0, ..] => NetworkPlace.Loopback,
            [169, 254, ..] => NetworkPlace.LinkLocal,
            [10, ..] or [192, 168, ..] or [172, >= 16 and <= 31, ..] or [100, >= 64 and <= 127, ..] => NetworkPlace.Private,
            _ => NetworkPlace.Public,
        };
    }
}
