using System.Collections.Concurrent;
using System.Net;
using System.Security.Authentication;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>
/// The one place that touches the network: one request, one answer, no redirects, no credentials of its own. It turns
/// network exceptions into failures that may pass or errors that stay.
/// </summary>
internal sealed class HttpPort(RegistryOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<CertificateTrust, Lazy<HttpMessageInvoker>> invokers = new();

    /// <param name="request">The request; disposed here.</param>
    /// <param name="trust">Which certificates are good enough.</param>
    /// <param name="registry">For messages.</param>
    /// <param name="what">For messages.</param>
    /// <param name="watchdog">Bounds each wait; with a body, the body itself reports progress.</param>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CertificateTrust trust, string registry, string what,
        Watchdog watchdog)
    {
        using var _ = request;
        // The time for a connection is the handler's own.
        watchdog.Expect("answer", options.ConnectTimeout + options.ResponseTimeout);
        try
        {
            var invoker = invokers.GetOrAdd(trust, key => new Lazy<HttpMessageInvoker>(() => Create(key)));
            return await invoker.Value.SendAsync(request, watchdog.Token).ConfigureAwait(false);
        }
        catch (Exception) when (request.Content is UploadContent { SourceFailure: { } failure })
        {
            throw failure;
        }
        catch (Exception e) when (e is not ImageException and not TransientFailure && watchdog.Expired)
        {
            throw watchdog.Failure(e);
        }
        catch (OperationCanceledException e) when (!watchdog.Outer.IsCancellationRequested)
        {
            throw new TransientFailure(FormattableString.Invariant($"no connection within {options.ConnectTimeout.TotalSeconds:0.###} s"),
                timedOut: true, cause: e);
        }
        catch (HttpRequestException e)
        {
            throw Translate(e, registry, what);
        }
        catch (IOException e)
        {
            throw new TransientFailure("the connection broke", cause: e);
        }
    }

    public void Dispose()
    {
        foreach (var invoker in invokers.Values.Where(invoker => invoker.IsValueCreated))
            invoker.Value.Dispose();
    }

    private static Exception Translate(HttpRequestException e, string registry, string what) => e.HttpRequestError switch
    {
        // Waiting does not make a certificate valid.
        HttpRequestError.SecureConnectionError when e.InnerException is AuthenticationException inner =>
            new ImageException(ImageDiagnostics.RegistryUnreachable, e, registry, what,
                "its TLS connection is not trusted (" + Printable.Of(inner.Message) + ")"),
        HttpRequestError.NameResolutionError =>
            new TransientFailure("its name is not known here", unreachable: true, cause: e) { Attempts = 3 },
        HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError =>
            new TransientFailure(Printable.Of(e.Message), unreachable: true, cause: e),
        HttpRequestError.ConfigurationLimitExceeded =>
            new ImageException(ImageDiagnostics.ProtocolViolation, e, registry, what, "the head of its answer is too long"),
        HttpRequestError.InvalidResponse =>
            new TransientFailure("its answer is not HTTP", cause: e),
        _ => new TransientFailure("the connection broke", cause: e),
    };

    private HttpMessageInvoker Create(CertificateTrust trust)
    {
        var handler = new SocketsHttpHandler
        {
            // Redirects and credentials have rules of their own here, see RedirectRules.
            AllowAutoRedirect = false,
            UseCookies = false,
            Proxy = new ProxyExceptLoopback(HttpClient.DefaultProxy),
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxResponseHeadersLength = 64,
            // A small rest of an unread body is cheaper than a new connection; a large one is not.
            MaxResponseDrainSize = 64 * 1024,
            ResponseDrainTimeout = TimeSpan.FromSeconds(2),
        };
        if (trust != CertificateTrust.System)
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                trust.Accepts(certificate, chain, errors);
        return new HttpMessageInvoker(handler, disposeHandler: true);
    }

    /// <summary>The user's proxy, but never on the way to this machine: the proxy's loopback is another one.</summary>
    private sealed class ProxyExceptLoopback(IWebProxy proxy) : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => proxy.Credentials;
            set => proxy.Credentials = value;
        }

        public Uri? GetProxy(Uri destination) => proxy.GetProxy(destination);

        public bool IsBypassed(Uri host) => host.IsLoopback || proxy.IsBypassed(host);
    }
}
