using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MultiStage.Diagnostics;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

public class TlsTests
{
    [Fact]
    public async Task A_TLS_registry_on_loopback_is_found_although_plain_text_is_tried_first()
    {
        using var bench = new Bench();
        using var server = Server(request => request.Path == "/v2/" ? new FakeResponse(200) : new FakeResponse(404));
        await Errors.ThrowsAsync(ImageDiagnostics.NotFound, () => ResolveAsync(bench, server.Host));
        Assert.Contains(server.Requests, request => request.Path.Contains("/manifests/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TLS_is_never_left()
    {
        using var bench = new Bench();
        using var plain = new FaultServer(_ => new FakeResponse(200));
        using var server =
            Server(request =>
                request.Path == "/v2/" ? new FakeResponse(200) : new FakeResponse(307, null, ("Location", $"http://{plain.Host}/x")));
        var error = await Errors.ThrowsAsync(ImageDiagnostics.RedirectRefused, () => ResolveAsync(bench, server.Host));
        Assert.Contains("leave https", error.Message, StringComparison.Ordinal);
        Assert.Empty(plain.Requests);
    }

    [Fact]
    public async Task A_token_service_without_TLS_gets_no_credentials()
    {
        using var bench = new Bench();
        bench.LogIn("u", "secret-password");
        using var plain = new FaultServer(_ => FakeResponse.Text(200, """{"token":"t"}"""));
        using var server =
            Server(request =>
                request.Path == "/v2/"
                    ? new FakeResponse(200)
                    : new FakeResponse(401, null, ("WWW-Authenticate", $"Bearer realm=\"http://{plain.Host}/token\"")));
        await Errors.ThrowsAsync(ImageDiagnostics.RedirectRefused, () => ResolveAsync(bench, server.Host));
        Assert.Empty(plain.Requests);
    }

    [Fact]
    public async Task A_certificate_of_another_host_is_not_taken_because_the_registry_is_insecure()
    {
        using var bench = new Bench();
        using var storage = Server(_ => new FakeResponse(200));
        using var server =
            Server(request =>
                request.Path == "/v2/"
                    ? new FakeResponse(200)
                    : new FakeResponse(307, null, ("Location", $"https://{storage.OtherHost}/x")));
        var error = await Errors.ThrowsAsync(ImageDiagnostics.RegistryUnreachable, () => ResolveAsync(bench, server.Host));
        Assert.Contains("not trusted", error.Message, StringComparison.Ordinal);
        Assert.Empty(storage.Requests);
    }

    [Theory]
    [InlineData("etc/docker/certs.d")]
    [InlineData("etc/containers/certs.d")]
    [InlineData("home/.docker/certs.d")]
    [InlineData("home/.config/docker/certs.d")]
    [InlineData("home/.config/containers/certs.d")]
    public async Task A_private_authority_of_an_engine_is_trusted_for_its_registry(string folder)
    {
        using var bench = new Bench();
        using var authority = new PrivateAuthority();
        using var server = new FaultServer(request => request.Path == "/v2/" ? new FakeResponse(200) : new FakeResponse(404),
            authority.Issue("localhost"));
        Trust(bench, folder, server.Host, authority.Pem);
        await Errors.ThrowsAsync(ImageDiagnostics.NotFound, () => ResolveAsync(bench, server.Host));
    }

    [Theory]
    [InlineData("another authority")]
    [InlineData("another host")]
    [InlineData("another purpose")]
    [InlineData("old")]
    public async Task With_an_authority_other_certificates_are_refused_even_on_this_machine(string kind)
    {
        using var bench = new Bench();
        using var authority = new PrivateAuthority();
        using var other = new PrivateAuthority();
        var certificate = kind switch
        {
            "another authority" => other.Issue("localhost"),
            "another host" => authority.Issue("registry.example"),
            "another purpose" => authority.Issue("localhost", forServers: false),
            _ => authority.Issue("localhost", days: -1),
        };
        using var server = new FaultServer(_ => new FakeResponse(404), certificate);
        Trust(bench, "etc/docker/certs.d", server.Host, authority.Pem);
        var error = await Errors.ThrowsAsync(ImageDiagnostics.RegistryUnreachable, () => ResolveAsync(bench, server.Host));
        Assert.Contains("not trusted", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.Empty(bench.Clock.Waits);
    }

    [Fact]
    public async Task A_file_that_is_no_certificate_is_one_error()
    {
        using var bench = new Bench();
        using var server = Server(_ => new FakeResponse(404));
        Trust(bench, "etc/docker/certs.d", server.Host, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
        await Errors.ThrowsAsync(ImageDiagnostics.InvalidCertificate, () => ResolveAsync(bench, server.Host));
    }

    private static void Trust(Bench bench, string folder, string host, string pem)
    {
        bench.Folder.Write($"{folder}/{(OperatingSystem.IsWindows() ? host.Replace(":", "", StringComparison.Ordinal) : host)}/ca.crt",
            pem);
        bench.SetEnvironment("HOME", bench.Folder["home"]);
        bench.Options = bench.Options with { SystemFolder = bench.Folder["etc"] };
    }

    private static Task<BaseImage> ResolveAsync(Bench bench, string host) => bench.Source.ResolveAsync(
        new BaseImageLocation.Registry(WholeReference.Parse(host + "/base:1")), Platform.LinuxAmd64, TestContext.Current.CancellationToken);

    private static FaultServer Server(Func<FakeRequest, FakeResponse> handler)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        // The key must be in a store of its own for a server on Windows.
        return new FaultServer(handler, X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null));
    }
}
