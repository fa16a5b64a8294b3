using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>
/// Sends one request with what it needs: address, credentials, redirects, time limits. It does not try again; see <see cref="RetryLoop"/>.
/// </summary>
internal sealed class RegistryTransport : IDisposable
{
    private const string Agent = "multistage-sdk";
    private readonly RegistryOptions options;
    private readonly HttpPort port;
    private readonly RegistryEndpoints endpoints;
    private readonly RegistryAuthenticator authenticator;
    private readonly RegistrySecrets secrets = new();

    public RegistryTransport(RegistryOptions options, ICredentialHelper? helper = null)
    {
        this.options = options;
        port = new HttpPort(options);
        endpoints = new RegistryEndpoints(port, options);
        authenticator = new RegistryAuthenticator(port, options, secrets, new CredentialLookup(options, secrets, helper));
    }

    /// <summary>Sends and returns any answer but 401, which ends in new credentials or an error.</summary>
    /// <exception cref="TransientFailure">For what may pass.</exception>
    /// <exception cref="ImageException">For what stays.</exception>
    public async Task<RegistryResponse> SendAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.FindAsync(request, cancellationToken).ConfigureAwait(false);
        var authorization = await authenticator.CurrentAsync(endpoint, request, cancellationToken).ConfigureAwait(false);
        var response = await ExchangeAsync(endpoint, request, authorization, cancellationToken).ConfigureAwait(false);
        if (response.Status != 401 || response.Elsewhere)
            return response;

        string words;
        IReadOnlyList<AuthChallenge> challenges;
        using (response)
        {
            challenges = AuthChallenge.Parse(response.Challenges);
            words = await WordsAsync(response).ConfigureAwait(false);
        }
        authorization = await authenticator.AnswerAsync(endpoint, request, challenges, authorization, words, cancellationToken)
            .ConfigureAwait(false);
        response = await ExchangeAsync(endpoint, request, authorization, cancellationToken).ConfigureAwait(false);
        if (response.Status != 401 || response.Elsewhere)
            return response;
        using (response)
        {
            words = await WordsAsync(response).ConfigureAwait(false);
            authenticator.Forget(request, authorization);
            throw new ImageException(ImageDiagnostics.Unauthorized, request.Registry, request.What, words, authenticator.SourceOf(request));
        }
    }

    /// <summary>The exception for an answer that the caller did not expect.</summary>
    public async Task<Exception> UnexpectedAsync(RegistryRequest request, RegistryResponse response)
    {
        var words = await WordsAsync(response).ConfigureAwait(false);
        var status = response.Status;
        if (status is 408 or 425 or 429 || status is >= 500 and not 501 and not 505)
            return new TransientFailure(words, retryAfter: response.RetryAfter(options.Clock.GetUtcNow()));
        // Storage refuses a signed address that is too old: the registry hands out a new one.
        if (response.Elsewhere)
            return new TransientFailure("its storage answered " + words) { Attempts = 3 };
        return status switch
        {
            401 or 403 =>
                new ImageException(ImageDiagnostics.Unauthorized, request.Registry, request.What, words, authenticator.SourceOf(request)),
            404 => new ImageException(ImageDiagnostics.NotFound, request.Registry, request.What),
            >= 400 => new ImageException(ImageDiagnostics.RegistryRefused, request.Registry, request.What, words),
            _ => new ImageException(ImageDiagnostics.ProtocolViolation, request.Registry, request.What, words),
        };
    }

    public void Dispose()
    {
        authenticator.Dispose();
        port.Dispose();
    }

    private async Task<RegistryResponse> ExchangeAsync(RegistryEndpoint endpoint, RegistryRequest request, string? authorization,
        CancellationToken cancellationToken)
    {
        var registryAddress = request.Address ?? new Uri(endpoint.Root, $"/v2/{request.Repository}/{request.Path}");
        var address = registryAddress;
        for (var hops = 0; ; hops++)
        {
            var elsewhere = !RedirectRules.IsSameOrigin(registryAddress, address);
            var watchdog = new Watchdog(cancellationToken);
            try
            {
                var message = Message(request, address, elsewhere ? null : authorization, watchdog);
                var answer = await port.SendAsync(message, elsewhere ? CertificateTrust.System : endpoint.Trust, request.Registry,
                    request.What, watchdog).ConfigureAwait(false);
                options.Log(FormattableString.Invariant($"{request.Method} {RegistrySecrets.Url(address)} {(int)answer.StatusCode}"));
                if (IsRedirect(answer) && (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head))
                {
                    using (answer)
                    using (watchdog)
                    {
                        if (hops == options.Redirects)
                            throw new ImageException(ImageDiagnostics.ProtocolViolation, request.Registry, request.What,
                                $"it redirects more than {options.Redirects} times");
                        address = RedirectRules.Follow(request.Registry, address, answer.Headers.Location);
                    }
                    continue;
                }
                watchdog.Expect("data", options.IdleTimeout);
                var body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
                return new RegistryResponse(answer, new GuardedStream(body, watchdog, options.IdleTimeout), watchdog, address, elsewhere);
            }
            catch
            {
                watchdog.Dispose();
                throw;
            }
        }
    }

    private static HttpRequestMessage Message(RegistryRequest request, Uri address, string? authorization, Watchdog watchdog)
    {
        var message = new HttpRequestMessage(request.Method, address) { Content = request.Content?.Invoke(watchdog) };
        // Docker Hub and others refuse or slow down requests without an agent.
        message.Headers.TryAddWithoutValidation("User-Agent", Agent);
        foreach (var type in request.Accept)
            message.Headers.TryAddWithoutValidation("Accept", type);
        if (request.RangeStart > 0)
            message.Headers.Range = new RangeHeaderValue(request.RangeStart, null);
        if (authorization is not null)
            message.Headers.TryAddWithoutValidation("Authorization", authorization);
        return message;
    }

    private static bool IsRedirect(HttpResponseMessage answer) => (int)answer.StatusCode is 301 or 302 or 303 or 307 or 308;

    // The status and what the registry says in its error document (distribution-spec 1.1 "Error Codes"), scrubbed.
    private async Task<string> WordsAsync(RegistryResponse response)
    {
        var words = "HTTP status " + response.Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        try
        {
            var body = await BoundedRead.AllAsync(response.Body, options.ErrorBytes, "", "", announced: null, CancellationToken.None)
                .ConfigureAwait(false);
            var errors = StrictJson.TryParseObject(body).Array("errors");
            var texts = (errors ?? []).OfType<JsonObject>().Take(3)
                .Select(error => string.Join(": ", new[] { error.String("code"), error.String("message") }.OfType<string>()));
            if (string.Join("; ", texts) is { Length: > 0 } said)
                return words + ", " + secrets.Scrub(said);
        }
        catch (Exception e) when (e is ImageException or TransientFailure)
        {
            // No document, or one that is too long or cut off: the status must do.
        }
        return words;
    }
}
