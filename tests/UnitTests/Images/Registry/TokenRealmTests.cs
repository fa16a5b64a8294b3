using System.Net;
using System.Net.Sockets;
using MultiStage.Diagnostics;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

/// <summary>A registry cannot make this machine ask addresses that only this machine reaches.</summary>
public sealed class TokenRealmTests
{
    private static readonly RegistryRequest Request = new() { Method = HttpMethod.Get, Registry = "r.io", Repository = "x",
        What = "pull x" };

    [Theory]
    [InlineData("https://r.io/v2/", "https://127.0.0.1/token")]
    [InlineData("https://r.io/v2/", "https://localhost/token")]
    [InlineData("https://r.io/v2/", "https://a.localhost./token")]
    [InlineData("https://r.io/v2/", "https://[::1]/token")]
    [InlineData("https://r.io/v2/", "https://[::ffff:10.0.0.1]/token")]
    [InlineData("https://r.io/v2/", "https://0.0.0.0/token")]
    [InlineData("https://r.io/v2/", "https://10.1.2.3/token")]
    [InlineData("https://r.io/v2/", "https://172.16.0.1/token")]
    [InlineData("https://r.io/v2/", "https://192.168.0.1/token")]
    [InlineData("https://r.io/v2/", "https://100.64.0.1/token")]
    [InlineData("https://r.io/v2/", "https://169.254.169.254/token")]
    [InlineData("https://r.io/v2/", "https://2852039166/token")]
    [InlineData("https://r.io/v2/", "https://169。254。169。254/token")]
    [InlineData("https://r.io/v2/", "https://[fe80::1]/token")]
    [InlineData("https://r.io/v2/", "https://[fd00::1]/token")]
    [InlineData("http://10.0.0.9:5000/v2/", "http://169.254.169.254/token")]
    [InlineData("http://10.0.0.9:5000/v2/", "http://localhost/token")]
    [InlineData("https://8.8.8.8/v2/", "https://10.0.0.1/token")]
    [InlineData("https://private.example/v2/", "https://169.254.169.254/token")]
    [InlineData("https://unknown.example/v2/", "https://10.0.0.1/token")]
    [InlineData("https://r.io/v2/", "http://auth.r.io/token")]
    public async Task An_address_nearer_than_the_registry_is_refused(string registry, string realm) =>
        await Errors.ThrowsAsync(ImageDiagnostics.RedirectRefused, () => ReadAsync(registry, realm));

    [Theory]
    [InlineData("https://r.io/v2/", "https://auth.r.io/token")]
    [InlineData("https://r.io/v2/", "https://1.1.1.1/token")]
    [InlineData("https://r.io/v2/", "https://172.32.0.1/token")]
    [InlineData("http://localhost:5000/v2/", "http://127.0.0.1:5001/token")]
    [InlineData("http://localhost:5000/v2/", "http://10.0.0.1/token")]
    [InlineData("http://10.0.0.9:5000/v2/", "http://10.0.0.1/token")]
    [InlineData("http://169.254.1.1/v2/", "http://169.254.1.1/token")]
    [InlineData("https://private.example/v2/", "https://10.0.0.1/token")]
    [InlineData("https://loopback.example/v2/", "https://127.0.0.1/token")]
    public async Task Others_are_asked(string registry, string realm) =>
        Assert.Equal(realm, (await ReadAsync(registry, realm)).OriginalString);

    private static Task<Uri> ReadAsync(string registry, string realm) =>
        TokenRealm.ReadAsync(new RegistryEndpoint(new Uri(registry), CertificateTrust.System), Request, realm, name => name switch
        {
            "private.example" => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.9.9.9")]),
            "loopback.example" => Task.FromResult<IPAddress[]>([IPAddress.Loopback]),
            "unknown.example" => throw new SocketException(),
            _ => Task.FromResult<IPAddress[]>([IPAddress.Parse("93.184.216.34")]),
        });
}
