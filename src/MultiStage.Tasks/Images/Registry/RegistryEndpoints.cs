using System.Collections.Concurrent;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>How to talk to a registry.</summary>
/// <param name="Root">Scheme, host and port.</param>
/// <param name="CheckCertificate">Whether its certificate must be valid.</param>
internal sealed record RegistryEndpoint(Uri Root, bool CheckCertificate);

/// <summary>
/// Decides on scheme and certificate once per registry. Everything is https with a valid certificate, except this
/// machine and registries that the user listed: those are asked once, without credentials, what they speak.
/// </summary>
internal sealed class RegistryEndpoints(HttpPort port, RegistryOptions options)
{
    private readonly ConcurrentDictionary<string, RegistryEndpoint> known = new(StringComparer.Ordinal);
    private readonly KeyedLock locks = new();

    public async Task<RegistryEndpoint> FindAsync(string registry, string what, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(registry, out var found))
            return found;
        using var _ = await locks.EnterAsync(registry, cancellationToken).ConfigureAwait(false);
        if (known.TryGetValue(registry, out found))
            return found;

        var host = RegistryHost.Endpoint(registry);
        var (loopback, listed) = (RegistryHost.IsLoopback(host), RegistryHost.IsListedInsecure(registry, options));
        found = loopback || listed
            ? await ProbeAsync(registry, host, plainFirst: loopback, what, cancellationToken).ConfigureAwait(false)
            : new RegistryEndpoint(new Uri("https://" + host), CheckCertificate: true);
        known[registry] = found;
        return found;
    }

    private async Task<RegistryEndpoint> ProbeAsync(string registry, string host, bool plainFirst, string what, CancellationToken cancellationToken)
    {
        TransientFailure? last = null;
        foreach (var scheme in plainFirst ? (string[])["http", "https"] : ["https", "http"])
        {
            var endpoint = new RegistryEndpoint(new Uri(scheme + "://" + host), CheckCertificate: false);
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
                last ??= new TransientFailure(failure.Problem, unreachable: true, cause: failure) { Final = failure };
            }
        }
        throw last ?? new TransientFailure("it speaks neither http nor https", unreachable: true);
    }

    private async Task<bool> SpeaksAsync(RegistryEndpoint endpoint, string registry, string what, CancellationToken cancellationToken)
    {
        using var watchdog = new Watchdog(cancellationToken);
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(endpoint.Root, "/v2/"));
        using var response = await port.SendAsync(request, endpoint.CheckCertificate, registry, what, watchdog).ConfigureAwait(false);
        // A TLS server that is asked in plain text answers 400 in plain text.
        return endpoint.Root.Scheme == "https" || (int)response.StatusCode != 400;
    }
}
