using System.Text;
using MultiStage.Diagnostics;
using MultiStage.Images;
using static MultiStage.UnitTests.Images.AuthBench;

namespace MultiStage.UnitTests.Images;

/// <summary>How a registry asks for a login, and what comes of it.</summary>
public class RegistryAuthTests
{
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
        await ImageDestination.PushAsync(bench.Client, ImageSet.Of(TestImages.Built(ImageFormat.Oci, TestImages.Noise(10))),
            bench.Reference("app"), ["1"], Token);
        Assert.Equal("repository:app:pull,push", Assert.Single(tokens.Server.Requests).Parameter("scope"));
    }

    [Fact]
    public async Task A_mount_asks_for_the_right_to_read_the_source()
    {
        using var bench = WithBearer(out var tokens);
        bench.LogIn(User, Password);
        var image = ImageBuilder.Build(await bench.ResolveAsync("base:1"), [], TestImages.NoChanges);
        await ImageDestination.PushAsync(bench.Client, ImageSet.Of(image), bench.Reference("app"), ["1"], Token);
        Assert.Contains(tokens.Server.Requests,
            request => request.Query.Contains("repository%3Aapp%3Apull%2Cpush", StringComparison.Ordinal)
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
        bench.Options = bench.Options with { ConnectTimeout = TimeSpan.FromMilliseconds(100),
            ResponseTimeout = TimeSpan.FromMilliseconds(100), Attempts = 2 };
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
        var file = bench.Folder.Write("config.json",
            """{"auths":{"HOST":{"identitytoken":"refresh-me-please"}}}""".Replace("HOST", bench.Registry.Host, StringComparison.Ordinal));
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
    public async Task Parallel_requests_fetch_one_token()
    {
        using var bench = WithBearer(out var tokens);
        bench.LogIn(User, Password);
        var layers = Enumerable.Range(0, 8).Select(i => TestImages.Noise(100, i)).ToArray();
        await ImageDestination.PushAsync(bench.Client, ImageSet.Of(TestImages.Built(ImageFormat.Oci, layers)), bench.Reference("app"),
            ["1"], Token);
        Assert.Single(tokens.Server.Requests);
    }
}
