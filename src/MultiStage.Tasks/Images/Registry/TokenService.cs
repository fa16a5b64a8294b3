using System.Net;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>A bearer token and the time after which it is not used any more.</summary>
internal sealed record RegistryToken(string Value, DateTimeOffset Expires)
{
    /// <summary>Hides the token.</summary>
    public override string ToString() => "a token";
}

/// <summary>
/// Gets bearer tokens: GET with basic credentials or none, POST with a refresh token (distribution's token and OAuth2 specifications).
/// </summary>
internal sealed class TokenService(HttpPort port, RegistryOptions options, RegistrySecrets secrets)
{
    // What the specification says for a token without a lifetime.
    private const int DefaultLifetimeSeconds = 60;
    private const string ClientId = "multistage-sdk";

    public async Task<RegistryToken> FetchAsync(
        RegistryEndpoint endpoint, RegistryRequest request, AuthChallenge challenge, RegistryCredential? credential,
        CancellationToken cancellationToken)
    {
        var realm = await TokenRealm.ReadAsync(endpoint, request, challenge["realm"]!,
            name => Dns.GetHostAddressesAsync(name, cancellationToken)).ConfigureAwait(false);
        var what = request.What;
        using var watchdog = new Watchdog(cancellationToken);
        using var response = await port.SendAsync(Message(realm, request, challenge, credential), TrustOf(endpoint, realm),
            request.Registry, what, watchdog).ConfigureAwait(false);
        var status = (int)response.StatusCode;
        options.Log(FormattableString.Invariant($"token {RegistrySecrets.Url(realm)} {status}"));
        if (status is 408 or 429 or >= 500)
            throw new TransientFailure($"its token service answered HTTP status {status}", retryAfter: RetryAfter(response));
        if (status is 400 or 401 or 403 or 404)
            throw new ImageException(ImageDiagnostics.Unauthorized, request.Registry, what,
                $"its token service answered HTTP status {status}", credential?.ToString() ?? "no credentials were found for it");
        if (status != 200)
            throw new ImageException(ImageDiagnostics.ProtocolViolation, request.Registry, what,
                $"its token service answered HTTP status {status}");

        watchdog.Expect("data", options.IdleTimeout);
        await using var body = new GuardedStream(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false),
            watchdog, options.IdleTimeout);
        var bytes = await BoundedRead.AllAsync(body, options.TokenBytes, "A token", request.Registry,
            response.Content.Headers.ContentLength, cancellationToken).ConfigureAwait(false);
        return Read(bytes, request);
    }

    private HttpRequestMessage Message(Uri realm, RegistryRequest request, AuthChallenge challenge, RegistryCredential? credential)
    {
        var fields = new List<KeyValuePair<string, string>>();
        if (challenge["service"] is { } service)
            fields.Add(new("service", service));
        // Some registries want their own words for the scope, so both are asked for.
        var scopes = request.Scopes.Concat((challenge["scope"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Distinct(StringComparer.Ordinal);
        HttpRequestMessage message;
        if (credential?.IdentityToken is { } refresh)
        {
            fields.AddRange(
                [new("grant_type", "refresh_token"), new("client_id", ClientId), new("refresh_token", refresh),
                    new("scope", string.Join(' ', scopes))]);
            message = new HttpRequestMessage(HttpMethod.Post, realm) { Content = new FormUrlEncodedContent(fields) };
        }
        else
        {
            fields.AddRange(scopes.Select(scope => new KeyValuePair<string, string>("scope", scope)));
            fields.Add(new("client_id", ClientId));
            var query = string.Join('&', fields.Select(field => field.Key + "=" + Uri.EscapeDataString(field.Value)));
            message = new HttpRequestMessage(HttpMethod.Get,
                new UriBuilder(realm) { Query = realm.Query.Length > 1 ? realm.Query[1..] + "&" + query : query }.Uri);
            if (credential is not null)
            {
                var basic = RegistryAuthenticator.Basic(credential);
                secrets.Add(basic["Basic ".Length..]);
                message.Headers.TryAddWithoutValidation("Authorization", basic);
            }
        }
        message.Headers.TryAddWithoutValidation("User-Agent", ClientId);
        return message;
    }

    private RegistryToken Read(byte[] bytes, RegistryRequest request)
    {
        var json = StrictJson.TryParseObject(bytes) ?? throw Bad(request, "its token service did not answer with JSON");
        var value = json.String("token") is { Length: > 0 } token ? token : json.String("access_token");
        if (string.IsNullOrEmpty(value))
            throw Bad(request, "its token service gave no token");
        // It becomes a header line.
        if (value.Any(c => c is <= ' ' or > '~'))
            throw Bad(request, "its token service gave a token with characters that no token has");
        secrets.Add(value);
        var lifetime = Math.Clamp(json.Integer("expires_in") ?? DefaultLifetimeSeconds, DefaultLifetimeSeconds, 24 * 3600);
        // A tenth less, so that a token does not run out on its way.
        return new RegistryToken(value, options.Clock.GetUtcNow().AddSeconds(lifetime * 0.9));
    }

    private static CertificateTrust TrustOf(RegistryEndpoint endpoint, Uri realm) =>
        string.Equals(endpoint.Root.IdnHost, realm.IdnHost, StringComparison.OrdinalIgnoreCase) ? endpoint.Trust : CertificateTrust.System;

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta ?? (response.Headers.RetryAfter?.Date is { } date ? date - options.Clock.GetUtcNow() : null);

    private static ImageException Bad(RegistryRequest request, string problem) =>
        new(ImageDiagnostics.ProtocolViolation, request.Registry, request.What, problem);
}
