using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace MultiStage.Images;

/// <summary>Which certificates of a server are good enough. Compared by reference: each has connections of its own.</summary>
/// <param name="authorities">Authorities to trust beside those of the system; null for none.</param>
internal sealed class CertificateTrust(X509Certificate2Collection? authorities)
{
    /// <summary>What the system trusts.</summary>
    public static readonly CertificateTrust System = new(null);

    /// <summary>Anything: only for registries that the user or an engine's configuration names as insecure, and for loopback.</summary>
    public static readonly CertificateTrust Anything = new(null);

    /// <summary>Whether a bad certificate is refused.</summary>
    public bool ChecksAlways => this != Anything;

    /// <summary>The decision on a server's certificate.</summary>
    public bool Accepts(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        this == Anything
        || errors == SslPolicyErrors.None
        // A certificate of another host stays one, whoever signed it.
        || (errors == SslPolicyErrors.RemoteCertificateChainErrors && authorities is not null
            && certificate is X509Certificate2 own && RegistryCertificates.Trusts(authorities, own, chain));
}
