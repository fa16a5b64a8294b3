using System.Collections.Concurrent;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>How to talk to a registry.</summary>
/// <param name="Root">Scheme, host and port.</param>
/// <param name="Trust">Which certificate it must have.</param>
internal sealed record RegistryEndpoint(Uri Root, CertificateTrust Trust);

/// <summary>
/// Decides on scheme and certificate once per registry. Everything is https with a valid certificate, except this
/// machine and registries that the user or an engine's configuration names: those are asked once, without credentials,
/// what they speak.
/// </summary>
internal sealed class RegistryEndpoints(HttpPort port, RegistryOptions options)
{
    private readonly ConcurrentDictionary<string, RegistryEndpoint> known = new(StringComparer.Ordinal);
    private readonly Lazy<InsecureRegistries> insecure = new(() => new InsecureRegistries(options));
    private readonly RegistryCertificates certificates = new(options);
    private readonly KeyedLock locks = new();

    public async Task<RegistryEndpoint> FindAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        var registry = request.Registry;
        var host = RegistryHost.Endpoint(registry);
        var loopback = RegistryHost.IsLoopback(host);
        var lax = loopback || insecure.Value.Contains(registry, request.Repository);
        // The containers tools can name single repositories as insecure.
        var key = lax ? registry + " " : registry;
        if (known.TryGetValue(key, out var found))
            return found;
        using var _ = await locks.EnterAsync(key, cancellationToken).ConfigureAwait(false);
        if (known.TryGetValue(key, out found))
            return found;

        var trust = certificates.Find(registry) is { } authorities ? new CertificateTrust(authorities) : null;
        var (http, https) = (new Uri("http://" + host), new Uri("https://" + host));
        RegistryEndpoint[] candidates = lax
            ? [new(https, trust ?? CertificateTrust.Anything), new(http, trust ?? CertificateTrust.Anything)]
            : [new(https, trust ?? CertificateTrust.System)];
        if (loopback && trust is null)
            Array.Reverse(candidates);
        found = candidates is [var only]
            ? only
            : await ProbeAsync(registry, candidates, request.What, cancellationToken).ConfigureAwait(false);
        known[key] = found;
        return found;
    }

    private async Task<RegistryEndpoint> ProbeAsync(string registry, RegistryEndpoint[] candidates, string what,
        CancellationToken cancellationToken)
    {
        TransientFailure? last = null;
        foreach (var endpoint in candidates)
        {
            try
            {
                if (await SpeaksAsync(endpoint, registry, what, cancellationToken).ConfigureAwait(false))
                    return endpoint;
            }
            catch (TransientFailure failure)
            {
                // The first failure tells more: the second scheme is only a guess.
                last ??= failure;
            }
            catch (ImageException failure) when (failure.Descriptor == ImageDiagnostics.RegistryUnreachable)
            {
                // Waiting does not make a certificate valid that was checked.
                last ??= new TransientFailure(failure.Problem, unreachable: true, cause: failure) { Final = failure,
                    Attempts = endpoint.Trust.ChecksAlways ? 1 : int.MaxValue };
            }
        }
        throw last ?? new TransientFailure("it speaks neither http nor https", unreachable: true);
    }

    private async Task<bool> SpeaksAsync(RegistryEndpoint endpoint, string registry, string what, CancellationToken cancellationToken)
    {
        using var watchdog = new Watchdog(cancellationToken);
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(endpoint.Root, "/v2/"));
        using var response = await port.SendAsync(request, endpoint.Trust, registry, what, watchdog).ConfigureAwait(false);
        // A TLS server that is asked in plain text answers 400 in plain text.
        return endpoint.Root.Scheme == "https" || (int)response.StatusCode != 400;
    }
}
