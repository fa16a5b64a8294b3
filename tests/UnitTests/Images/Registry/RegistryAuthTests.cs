using System.Globalization;
using System.Text;
using MultiStage.Diagnostics;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

public class RegistryAuthTests
{
    private const string User = "builder";
    private const string Password = "S3cret-Pass+word/=";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Basic_credentials_are_sent_after_a_challenge_and_then_at_once()
    {
        using var bench = WithBasic();
        bench.LogIn(User, Password);
        await bench.ResolveAsync("base:1");
        Assert.Single(bench.Registry.Server.Requests, request => request.Path != "/v2/" && request.Header("Authorization") is null);
    }

    [Fact]
    public async Task No_credentials_are_one_error_that_says_so()
    {
        using var bench = WithBasic();
        var error = await Errors.ThrowsAsync(ImageDiagnostics.Unauthorized, () => bench.ResolveAsync("base:1"));
        Assert.Contains("no credentials were found", error.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Clock.Waits);
    }

    [Fact]
    public async Task Wrong_credentials_are_one_error_that_names_their_source_and_not_themselves()
    {
        using var bench = WithBasic();
        bench.LogIn(User, "Wr0ng-Password");
        var error = await Errors.ThrowsAsync(ImageDiagnostics.Unauthorized, () => bench.ResolveAsync("base:1"));
        Assert.Contains("DOTNET_CONTAINER_REGISTRY_UNAME", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Wr0ng", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bearer_token_is_fetched_with_the_scope_and_used_for_all_requests()
    {
        using var bench = WithBearer(out var tokens);
        bench.LogIn(User, Password);
        await (await bench.ResolveAsync("base:1")).Layers[0].Blob.ReadAllAsync();
        var request = Assert.Single(tokens.Server.Requests);
        Assert.Equal("repository:base:pull", request.Parameter("scope"));
        Assert.Equal("the registry", request.Parameter("service"));
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(User + ":" + Password)), request.Header("Authorization"));
    }

    [Fact]
    public async Task A_public_image_needs_only_an_anonymous_token()
    {
        using var bench = WithBearer(out var tokens);
        await bench.ResolveAsync("base:1");
        Assert.Null(Assert.Single(tokens.Server.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task A_push_asks_for_the_right_to_push()
    {
        using var bench = WithBearer(out var tokens);
        bench.LogIn(User, Password);
        await ImageDestination.PushAsync(bench.Client, ImageSet.Of(TestImages.Built(ImageFormat.Oci, TestImages.Noise(10))), bench.Reference("app"), ["1"], Token);
        Assert.Equal("repository:app:pull,push", Assert.Single(tokens.Server.Requests).Parameter("scope"));
    }

    [Fact]
    public async Task A_mount_asks_for_the_right_to_read_the_source()
    {
        using var bench = WithBearer(out var tokens);
        bench.LogIn(User, Password);
        var image = ImageBuilder.Build(await bench.ResolveAsync("base:1"), [], TestImages.NoChanges);
        await ImageDestination.PushAsync(bench.Client, ImageSet.Of(image), bench.Reference("app"), ["1"], Token);
        Assert.Contains(tokens.Server.Requests, request => request.Query.Contains("repository%3Aapp%3Apull%2Cpush", StringComparison.Ordinal)
            && request.Query.Contains("repository%3Abase%3Apull", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("token")]
    public async Task Both_names_of_a_token_are_understood(string name)
    {
        using var bench = WithBearer(out var tokens);
        tokens.Answer = number => FakeResponse.Text(200, $$"""{"{{name}}":"token-{{number}}","expires_in":300}""");
        await bench.ResolveAsync("base:1");
    }

    [Fact]
    public async Task A_token_that_has_run_out_is_replaced_before_it_is_sent()
    {
        using var bench = WithBearer(out var tokens);
        await bench.ResolveAsync("base:1");
        bench.Clock.Advance(TimeSpan.FromSeconds(271));
        await bench.ResolveAsync("base:1");
        Assert.Equal(2, tokens.Server.Requests.Count);
        Assert.Equal(1, bench.Registry.Server.Requests.Count(request => request.Path != "/v2/" && request.Header("Authorization") is null));
    }

    [Fact]
    public async Task A_token_that_the_registry_takes_no_longer_is_replaced_once()
    {
        using var bench = WithBearer(out var tokens);
        await bench.ResolveAsync("base:1");
        tokens.Valid = "token-2";
        await bench.ResolveAsync("base:1");
        Assert.Equal(2, tokens.Server.Requests.Count);
    }

    [Fact]
    public async Task A_token_that_is_never_taken_is_one_error()
    {
        using var bench = WithBearer(out var tokens);
        tokens.Valid = "another";
        await Errors.ThrowsAsync(ImageDiagnostics.Unauthorized, () => bench.ResolveAsync("base:1"));
        Assert.Single(tokens.Server.Requests);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_refused_login_is_one_error(int status)
    {
        using var bench = WithBearer(out var tokens);
        bench.LogIn(User, Password);
        tokens.Answer = _ => FakeResponse.Text(status, Password);
        var error = await Errors.ThrowsAsync(ImageDiagnostics.Unauthorized, () => bench.ResolveAsync("base:1"));
        Assert.DoesNotContain(Password, error.ToString(), StringComparison.Ordinal);
        Assert.Single(tokens.Server.Requests);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_token_service_that_fails_for_a_while_is_survived(int status)
    {
        using var bench = WithBearer(out var tokens);
        tokens.Answer = number => number <= 2 ? new FakeResponse(status) : FakeResponse.Text(200, """{"token":"token-9"}""");
        tokens.Valid = "token-9";
        await bench.ResolveAsync("base:1");
        Assert.Equal(2, bench.Clock.Waits.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"token":""}""")]
    [InlineData("""{"token":5}""")]
    [InlineData("""{"token":"a\r\nX-Evil: 1"}""")]
    [InlineData("""{"token":"with space"}""")]
    public async Task A_strange_token_answer_is_one_error(string body)
    {
        using var bench = WithBearer(out var tokens);
        tokens.Answer = _ => FakeResponse.Text(200, body);
        await Errors.ThrowsAsync(ImageDiagnostics.ProtocolViolation, () => bench.ResolveAsync("base:1"));
    }

    [Fact]
    public async Task A_token_answer_without_end_is_one_error()
    {
        using var bench = WithBearer(out var tokens);
        tokens.Answer = _ => new FakeResponse(200) { Endless = 1L << 40 };
        await Errors.ThrowsAsync(ImageDiagnostics.LimitExceeded, () => bench.ResolveAsync("base:1"));
    }

    [Fact]
    public async Task A_token_service_that_hangs_ends_in_time()
    {
        using var bench = WithBearer(out var tokens);
        bench.Options = bench.Options with { ConnectTimeout = TimeSpan.FromMilliseconds(100), ResponseTimeout = TimeSpan.FromMilliseconds(100), Attempts = 2 };
        tokens.Answer = _ => new FakeResponse(200) { Hang = true };
        await Errors.ThrowsAsync(ImageDiagnostics.RegistryTimeout, () => bench.ResolveAsync("base:1"), seconds: 5);
    }

    [Theory]
    [InlineData("Bearer realm=\"ftp://x/\"")]
    [InlineData("Bearer realm=\"/token\"")]
    [InlineData("Bearer realm=\"not a url\"")]
    [InlineData("Bearer realm=\"http://user:pw@localhost/token\"")]
    public async Task A_strange_token_address_is_one_error(string challenge)
    {
        using var bench = new Bench();
        bench.Registry.AddImage("base", "1");
        bench.Registry.Guard = request => request.Path == "/v2/" ? null : new FakeResponse(401, null, ("WWW-Authenticate", challenge));
        await Errors.ThrowsAsync(ImageDiagnostics.ProtocolViolation, () => bench.ResolveAsync("base:1"));
    }

    [Theory]
    [InlineData("Negotiate abc==")]
    [InlineData("Digest realm=\"x\"")]
    [InlineData("Bearer")]
    public async Task An_unknown_kind_of_login_is_one_error(string challenge)
    {
        using var bench = new Bench();
        bench.Registry.Guard = request => request.Path == "/v2/" ? null : new FakeResponse(401, null, ("WWW-Authenticate", challenge));
        await Errors.ThrowsAsync(ImageDiagnostics.Unauthorized, () => bench.ResolveAsync("base:1"));
    }

    [Fact]
    public async Task An_identity_token_is_exchanged_by_post()
    {
        using var bench = WithBearer(out var tokens);
        var file = bench.Folder.Write("config.json", """{"auths":{"HOST":{"identitytoken":"refresh-me-please"}}}""".Replace("HOST", bench.Registry.Host, StringComparison.Ordinal));
        bench.SetEnvironment("REGISTRY_AUTH_FILE", file);
        await bench.ResolveAsync("base:1");
        var request = Assert.Single(tokens.Server.Requests);
        Assert.Equal("POST", request.Method);
        var body = Encoding.UTF8.GetString(request.Body);
        Assert.Contains("grant_type=refresh_token", body, StringComparison.Ordinal);
        Assert.Contains("refresh_token=refresh-me-please", body, StringComparison.Ordinal);
        Assert.DoesNotContain("refresh-me", request.Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blob_on_another_host_gets_no_credentials()
    {
        using var bench = WithBearer(out _);
        bench.LogIn(User, Password);
        var layer = TestImages.Noise(1000);
        using var storage = new FaultServer(_ => new FakeResponse(200, layer));
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(layer), new FakeResponse(307, null, ("Location", $"http://{storage.OtherHost}/bucket?X-Signature=abc")));
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
        Assert.Null(bench.Registry.Server.Requests.Last(request => request.Header("Host") == bench.Registry.Server.OtherHost).Header("Authorization"));
    }

    [Fact]
    public async Task A_redirect_within_the_registry_keeps_credentials()
    {
        using var bench = WithBasic();
        bench.LogIn(User, Password);
        var layer = TestImages.Noise(1000);
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(layer), new FakeResponse(307, null, ("Location", "/moved")));
        bench.Registry.Fail("GET", "/moved", request => request.Header("Authorization") is null ? new FakeResponse(401) : new FakeResponse(200, layer));
        Assert.Equal(layer, await (await bench.ResolveAsync("base:1")).Layers[0].Blob.ReadAllAsync());
    }

    [Fact]
    public async Task A_challenge_from_storage_gets_no_credentials()
    {
        using var bench = WithBasic();
        bench.LogIn(User, Password);
        var layer = TestImages.Noise(1000);
        using var storage = new FaultServer(_ => new FakeResponse(401, null, ("WWW-Authenticate", "Basic realm=\"give me\"")));
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(layer), new FakeResponse(307, null, ("Location", $"http://{storage.OtherHost}/x")));
        await Errors.ThrowsAsync(ImageDiagnostics.RegistryFailed, async () => await (await bench.ResolveAsync("base:1")).Layers[0].Blob.ReadAllAsync());
        Assert.All(storage.Requests, request => Assert.Null(request.Header("Authorization")));
    }

    [Fact]
    public async Task A_signed_address_that_has_run_out_is_asked_for_again()
    {
        using var bench = new Bench();
        var layer = TestImages.Noise(1000);
        bench.Registry.AddImage("base", "1", layers: layer);
        var first = 1;
        using var storage = new FaultServer(_ => Interlocked.Exchange(ref first, 0) == 1 ? new FakeResponse(403) : new FakeResponse(200, layer));
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(layer), new FakeResponse(307, null, ("Location", $"http://{storage.OtherHost}/x?sig=1")));
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
        var words = $"your token very-secret-token-12345 and {Password} and {Uri.EscapeDataString(Password)} and {Convert.ToBase64String(Encoding.UTF8.GetBytes(User + ":" + Password))} are bad";
        bench.Registry.Fail("GET", "/manifests/1", request => request.Header("Authorization") is null ? null : FakeRegistry.Error(400, "BAD", words));
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
        bench.Registry.Fail("GET", "/blobs/" + Digest.Of(layer), new FakeResponse(307, null, ("Location", $"http://{storage.OtherHost}/bucket/x?X-Signature=topsecret")));
        await (await bench.ResolveAsync("base:1")).Layers[0].Blob.ReadAllAsync();
        Assert.Contains(bench.LogLines, line => line.Contains("/bucket/x", StringComparison.Ordinal));
        Assert.DoesNotContain(bench.LogLines, line => line.Contains("topsecret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Parallel_requests_fetch_one_token()
    {
        using var bench = WithBearer(out var tokens);
        bench.LogIn(User, Password);
        var layers = Enumerable.Range(0, 8).Select(i => TestImages.Noise(100, i)).ToArray();
        await ImageDestination.PushAsync(bench.Client, ImageSet.Of(TestImages.Built(ImageFormat.Oci, layers)), bench.Reference("app"), ["1"], Token);
        Assert.Single(tokens.Server.Requests);
    }

    private static Bench WithBasic()
    {
        var bench = new Bench();
        bench.Registry.AddImage("base", "1", layers: TestImages.Noise(1000));
        var right = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(User + ":" + Password));
        bench.Registry.Guard = request => request.Path == "/v2/" || request.Header("Authorization") == right ? null
            : FakeRegistry.Error(401, "UNAUTHORIZED", "log in", ("WWW-Authenticate", "Basic realm=\"the registry\""));
        return bench;
    }

    private static Bench WithBearer(out FakeTokens tokens)
    {
        var bench = new Bench();
        bench.Registry.AddImage("base", "1", layers: TestImages.Noise(1000));
        var service = new FakeTokens();
        bench.Registry.Guard = request => request.Path == "/v2/" || request.Header("Authorization") == "Bearer " + service.Valid ? null
            : FakeRegistry.Error(401, "UNAUTHORIZED", "log in", ("WWW-Authenticate", $"Bearer realm=\"http://{service.Server.Host}/token\",service=\"the registry\""));
        tokens = service;
        return bench;
    }

    private sealed class FakeTokens
    {
        private int number;

        public FakeTokens() => Server = new FaultServer(_ =>
        {
            var answer = Answer(Interlocked.Increment(ref number));
            return answer;
        });

        public FaultServer Server { get; }

        /// <summary>The token that the registry takes; by default the last one given.</summary>
        public string? Valid { get => field ?? "token-" + number.ToString(CultureInfo.InvariantCulture); set; }

        public Func<int, FakeResponse> Answer { get; set; } = number => FakeResponse.Text(200, $$"""{"token":"token-{{number}}","expires_in":300}""");
    }
}
