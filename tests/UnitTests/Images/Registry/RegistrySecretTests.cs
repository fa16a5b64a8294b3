using System.Text;
using MultiStage.Diagnostics;
using static MultiStage.UnitTests.Images.AuthBench;

namespace MultiStage.UnitTests.Images;

/// <summary>Credentials go to their registry and nowhere else: not to other hosts, errors or logs.</summary>
public class RegistrySecretTests
{
    [Fact]
    public async Task A_blob_on_another_host_gets_no_credentials()
    {
        using var bench = WithBearer(out _);
        bench.LogIn(User, Password);
        var layer = TestImages.Noise(1000);
        using var storage = new FaultServer(_ => new FakeResponse(200, layer));
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(layer),
            new FakeResponse(307, null, ("Location", $"http://{storage.OtherHost}/bucket?X-Signature=abc")));
        Assert.Equal(layer, await (await bench.ResolveAsync("base:1")).Layers[0].Blob.ReadAllAsync());
        Assert.Null(Assert.Single(storage.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task Another_port_or_name_of_the_same_machine_is_another_host()
    {
        using var bench = WithBasic();
        bench.LogIn(User, Password);
        var layer = TestImages.Noise(1000);
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(layer), request => request.Header("Host") == bench.Registry.Host
            ? new FakeResponse(302, null, ("Location", $"http://{bench.Registry.Server.OtherHost}{request.Target}"))
            : new FakeResponse(200, layer, ("X-Seen", request.Header("Authorization") ?? "none")));
        Assert.Equal(layer, await (await bench.ResolveAsync("base:1")).Layers[0].Blob.ReadAllAsync());
        Assert.Null(
            bench.Registry.Server.Requests.Last(request => request.Header("Host") == bench.Registry.Server.OtherHost)
                .Header("Authorization"));
    }

    [Fact]
    public async Task A_redirect_within_the_registry_keeps_credentials()
    {
        using var bench = WithBasic();
        bench.LogIn(User, Password);
        var layer = TestImages.Noise(1000);
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(layer), new FakeResponse(307, null, ("Location", "/moved")));
        bench.Registry.Fail("GET", "/moved",
            request => request.Header("Authorization") is null ? new FakeResponse(401) : new FakeResponse(200, layer));
        Assert.Equal(layer, await (await bench.ResolveAsync("base:1")).Layers[0].Blob.ReadAllAsync());
    }

    [Fact]
    public async Task A_challenge_from_storage_gets_no_credentials()
    {
        using var bench = WithBasic();
        bench.LogIn(User, Password);
        var layer = TestImages.Noise(1000);
        using var storage = new FaultServer(_ => new FakeResponse(401, null, ("WWW-Authenticate", "Basic realm=\"give me\"")));
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(layer),
            new FakeResponse(307, null, ("Location", $"http://{storage.OtherHost}/x")));
        await Errors.ThrowsAsync(ImageDiagnostics.RegistryFailed,
            async () => await (await bench.ResolveAsync("base:1")).Layers[0].Blob.ReadAllAsync());
        Assert.All(storage.Requests, request => Assert.Null(request.Header("Authorization")));
    }

    [Fact]
    public async Task A_signed_address_that_has_run_out_is_asked_for_again()
    {
        using var bench = new Bench();
        var layer = TestImages.Noise(1000);
        bench.Registry.AddImage("base", "1", layers: layer);
        var first = 1;
        using var storage =
            new FaultServer(_ => Interlocked.Exchange(ref first, 0) == 1 ? new FakeResponse(403) : new FakeResponse(200, layer));
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(layer),
            new FakeResponse(307, null, ("Location", $"http://{storage.OtherHost}/x?sig=1")));
        Assert.Equal(layer, await (await bench.ResolveAsync("base:1")).Layers[0].Blob.ReadAllAsync());
    }

    [Fact]
    public async Task Redirects_without_end_are_one_error()
    {
        using var bench = new Bench();
        bench.Registry.AddImage("base", "1");
        bench.Registry.Fail("GET", "/manifests/", new FakeResponse(302, null, ("Location", "/v2/base/manifests/1")));
        bench.Registry.Fail("HEAD", "/manifests/", new FakeResponse(404));
        await Errors.ThrowsAsync(ImageDiagnostics.ProtocolViolation, () => bench.ResolveAsync("base:1"));
        Assert.Equal(6, bench.Registry.Count("GET", "/manifests/"));
    }

    [Fact]
    public async Task A_redirect_to_nowhere_is_one_error()
    {
        using var bench = new Bench();
        bench.Registry.Fail("HEAD", "/manifests/", new FakeResponse(302));
        await Errors.ThrowsAsync(ImageDiagnostics.ProtocolViolation, () => bench.ResolveAsync("base:1"));
    }

    [Fact]
    public async Task No_secret_is_in_errors_or_logs_even_when_the_registry_repeats_it()
    {
        using var bench = WithBearer(out var tokens);
        bench.LogIn(User, Password);
        tokens.Answer = _ => FakeResponse.Text(200, """{"token":"very-secret-token-12345","refresh_token":"also-secret"}""");
        tokens.Valid = "very-secret-token-12345";
        var words =
            $"your token very-secret-token-12345 and {Password} and {Uri.EscapeDataString(Password)} and {Convert.ToBase64String(Encoding.UTF8.GetBytes(User + ":" + Password))} are bad";
        bench.Registry.Fail("GET", "/manifests/1",
            request => request.Header("Authorization") is null ? null : FakeRegistry.Error(400, "BAD", words));
        bench.Registry.Fail("HEAD", "/manifests/1", request => request.Header("Authorization") is null ? null : new FakeResponse(404));
        var error = await Errors.ThrowsAsync(ImageDiagnostics.RegistryRefused, () => bench.ResolveAsync("base:1"));
        Assert.Contains("your token *** and *** and *** and *** are bad", error.Message, StringComparison.Ordinal);
        var everything = error + string.Join('\n', bench.LogLines);
        Assert.NotEmpty(bench.LogLines);
        foreach (var secret in new[] { "very-secret-token-12345", Password, Uri.EscapeDataString(Password) })
            Assert.DoesNotContain(secret, everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signed_addresses_are_not_in_logs()
    {
        using var bench = new Bench();
        var layer = TestImages.Noise(1000);
        bench.Registry.AddImage("base", "1", layers: layer);
        using var storage = new FaultServer(_ => new FakeResponse(200, layer));
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(layer),
            new FakeResponse(307, null, ("Location", $"http://{storage.OtherHost}/bucket/x?X-Signature=topsecret")));
        await (await bench.ResolveAsync("base:1")).Layers[0].Blob.ReadAllAsync();
        Assert.Contains(bench.LogLines, line => line.Contains("/bucket/x", StringComparison.Ordinal));
        Assert.DoesNotContain(bench.LogLines, line => line.Contains("topsecret", StringComparison.Ordinal));
    }
}
