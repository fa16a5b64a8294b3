using System.Collections.Concurrent;
using System.Text;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>
/// Answers a registry's challenges, basic or bearer (distribution's token specification), and remembers the answers: a
/// second request of the same kind is sent with credentials at once.
/// </summary>
internal sealed class RegistryAuthenticator(HttpPort port, RegistryOptions options, RegistrySecrets secrets, CredentialLookup lookup)
    : IDisposable
{
    private readonly TokenService tokens = new(port, options, secrets);
    private readonly ConcurrentDictionary<string, Answer> answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AuthChallenge> bearers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RegistryCredential?> credentials = new(StringComparer.Ordinal);
    private readonly KeyedLock locks = new();

    /// <summary>The value of <c>Authorization</c> that is known to be wanted; null to try without.</summary>
    public async Task<string?> CurrentAsync(RegistryEndpoint endpoint, RegistryRequest request, CancellationToken cancellationToken)
    {
        if (Valid(request) is { } known)
            return known;
        // The token service is known from another repository or role.
        return bearers.TryGetValue(request.Registry, out var challenge)
            ? await FetchAsync(endpoint, request, challenge, rejected: null, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>The value to answer a 401 with.</summary>
    /// <param name="endpoint">The registry.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="challenges">What the registry wants to see.</param>
    /// <param name="rejected">The value that was sent and not taken; null when none was.</param>
    /// <param name="words">What the registry said.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<string> AnswerAsync(
        RegistryEndpoint endpoint, RegistryRequest request, IReadOnlyList<AuthChallenge> challenges, string? rejected, string words,
        CancellationToken cancellationToken)
    {
        if (challenges.FirstOrDefault(challenge => challenge.Scheme == "bearer" && challenge["realm"] is not null) is { } bearer)
        {
            bearers[request.Registry] = bearer;
            return await FetchAsync(endpoint, request, bearer, rejected, cancellationToken).ConfigureAwait(false);
        }
        if (challenges.All(challenge => challenge.Scheme != "basic"))
        {
            throw new ImageException(ImageDiagnostics.Unauthorized, request.Registry, request.What, words,
                challenges.Count == 0
                    ? "it does not say which kind of login it wants"
                    : $"it wants a login of the kind '{Printable.Of(challenges[0].Scheme, 40)}', which is not supported");
        }
        var credential = await CredentialAsync(request, cancellationToken).ConfigureAwait(false);
        var value = credential is null || credential.IdentityToken is not null ? null : Basic(credential);
        if (value is null || value == rejected)
            throw new ImageException(ImageDiagnostics.Unauthorized, request.Registry, request.What, words, SourceOf(request));
        answers[Key(request)] = new Answer(value, DateTimeOffset.MaxValue);
        return value;
    }

    /// <summary>Drops a value that the registry did not take.</summary>
    public void Forget(RegistryRequest request, string? value)
    {
        if (answers.TryGetValue(Key(request), out var answer) && answer.Value == value)
            answers.TryRemove(Key(request), out _);
    }

    /// <summary>Which credentials a request used, for messages.</summary>
    public string SourceOf(RegistryRequest request) =>
        credentials.TryGetValue(CredentialKey(request), out var credential) && credential is not null
            ? credential.ToString()
            : "no credentials were found for it";

    public static string Basic(RegistryCredential credential) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credential.User + ":" + credential.Password));

    public void Dispose() => answers.Clear();

    private async Task<string> FetchAsync(RegistryEndpoint endpoint, RegistryRequest request, AuthChallenge challenge, string? rejected,
        CancellationToken cancellationToken)
    {
        using var _ = await locks.EnterAsync(Key(request), cancellationToken).ConfigureAwait(false);
        // Another request may have renewed it meanwhile.
        if (Valid(request) is { } known && known != rejected)
            return known;
        var credential = await CredentialAsync(request, cancellationToken).ConfigureAwait(false);
        var token = await tokens.FetchAsync(endpoint, request, challenge, credential, cancellationToken).ConfigureAwait(false);
        var answer = new Answer("Bearer " + token.Value, token.Expires);
        answers[Key(request)] = answer;
        return answer.Value;
    }

    private async Task<RegistryCredential?> CredentialAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        // Helpers are slow: once per repository and role.
        using var _ = await locks.EnterAsync("credential " + CredentialKey(request), cancellationToken).ConfigureAwait(false);
        if (!credentials.TryGetValue(CredentialKey(request), out var credential))
        {
            credential = await lookup.FindAsync(request.Registry, request.Repository, request.Role, cancellationToken)
                .ConfigureAwait(false);
            credentials[CredentialKey(request)] = credential;
        }
        return credential;
    }

    private string? Valid(RegistryRequest request) =>
        answers.TryGetValue(Key(request), out var answer) && answer.Expires > options.Clock.GetUtcNow() ? answer.Value : null;

    private static string Key(RegistryRequest request) => request.Registry + " " + request.Role + " " + string.Join(' ', request.Scopes);

    private static string CredentialKey(RegistryRequest request) => request.Registry + " " + request.Role + " " + request.Repository;

    private sealed record Answer(string Value, DateTimeOffset Expires);
}
