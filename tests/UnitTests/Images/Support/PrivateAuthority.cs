using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MultiStage.UnitTests.Images;

/// <summary>A certification authority that nobody knows.</summary>
internal sealed class PrivateAuthority : IDisposable
{
    private readonly RSA key = RSA.Create(2048);
    private readonly X509Certificate2 certificate;

    public PrivateAuthority()
    {
        var request = new CertificateRequest("CN=A private authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(10));
    }

    public string Pem => certificate.ExportCertificatePem();

    /// <param name="host">The name that the certificate is for.</param>
    /// <param name="days">When it ends, from now.</param>
    /// <param name="forServers">Whether servers may use it, or clients.</param>
    public X509Certificate2 Issue(string host, int days = 5, bool forServers = true)
    {
        using var own = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + host, own, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid(forServers ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], false));
        using var signed = request.Create(certificate, DateTimeOffset.UtcNow.AddDays(-9), DateTimeOffset.UtcNow.AddDays(days), [1, 2, 3]);
        using var withKey = signed.CopyWithPrivateKey(own);
        // The key must be in a store of its own for a server on Windows.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.Exportable);
    }

    public void Dispose()
    {
        certificate.Dispose();
        key.Dispose();
    }
}
