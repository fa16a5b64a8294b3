using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>
/// The certification authorities that engines are told to trust for one registry: every <c>*.crt</c> in
/// <c>certs.d/HOST:PORT/</c> of Docker and the containers tools. They count beside those of the system.
/// </summary>
internal sealed class RegistryCertificates(RegistryOptions options)
{
    private readonly EngineFolders folders = new(options);

    /// <summary>The authorities for a registry, or null when none are named.</summary>
    /// <exception cref="ImageException">MST4111 when a file is not a certificate.</exception>
    public X509Certificate2Collection? Find(string registry)
    {
        // A colon cannot be in a name of a folder on Windows; Docker leaves it out there.
        var name = OperatingSystem.IsWindows() ? registry.Replace(":", "", StringComparison.Ordinal) : registry;
        var files = folders.CertificateFolders.Select(folder => Path.Combine(folder, name)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.crt").Order(StringComparer.Ordinal)).ToList();
        if (files.Count == 0)
            return null;
        var result = new X509Certificate2Collection();
        foreach (var file in files)
        {
            try
            {
                result.ImportFromPemFile(file);
            }
            catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
            {
                throw new ImageException(ImageDiagnostics.InvalidCertificate, e, file, registry);
            }
        }
        return result;
    }

    /// <summary>Whether a chain that the system does not trust ends in one of these authorities.</summary>
    public static bool Trusts(X509Certificate2Collection authorities, X509Certificate2 certificate, X509Chain? received)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        // A private authority seldom has a list of revoked certificates, and Docker does not ask for one.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        // Server authentication: a certificate for another purpose is none.
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        foreach (var element in received?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(certificate);
    }
}
