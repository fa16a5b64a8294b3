using System.Globalization;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>One request to a registry, in the registry's own terms; the transport adds address, credentials and time limits.</summary>
internal sealed record RegistryRequest
{
    public required HttpMethod Method { get; init; }

    /// <summary>The registry as the user names it.</summary>
    public required string Registry { get; init; }

    public required string Repository { get; init; }

    /// <summary>What stands behind <c>/v2/REPOSITORY/</c>; unused with an <see cref="Address"/>.</summary>
    public string Path { get; init; } = "";

    /// <summary>The address of an upload that was started before; already checked.</summary>
    public Uri? Address { get; init; }

    public RegistryRole Role { get; init; }

    /// <summary>Another repository that must be readable, for a mount.</summary>
    public string? SourceRepository { get; init; }

    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>The first byte wanted; 0 asks for everything.</summary>
    public long RangeStart { get; init; }

    /// <summary>Makes the body; called again when the request must be sent again.</summary>
    public Func<Watchdog, HttpContent>? Content { get; init; }

    /// <summary>What this is for, as "pull x".</summary>
    public required string What { get; init; }

    /// <summary>The rights to ask a token service for.</summary>
    public IReadOnlyList<string> Scopes
    {
        get
        {
            var own = $"repository:{Repository}:" + (Role == RegistryRole.Push ? "pull,push" : "pull");
            return SourceRepository is null ? [own] : [own, $"repository:{SourceRepository}:pull"];
        }
    }
}

/// <summary>The answer to a request; its body is bounded in time by the stream itself.</summary>
internal sealed class RegistryResponse(HttpResponseMessage message, Stream body, Watchdog watchdog, Uri address, bool elsewhere)
    : IDisposable
{
    public int Status => (int)message.StatusCode;

    public Stream Body => body;

    /// <summary>The address that answered, after redirects.</summary>
    public Uri Address => address;

    /// <summary>Whether another host than the registry answered.</summary>
    public bool Elsewhere => elsewhere;

    public long? Length => message.Content.Headers.ContentLength;

    public string? ContentType => message.Content.Headers.ContentType?.MediaType;

    /// <summary>The first byte of a partial body; null when the body is not partial.</summary>
    public long? RangeStart => message.Content.Headers.ContentRange?.From;

    public Uri? Location => message.Headers.Location;

    public IEnumerable<string> Challenges => message.Headers.TryGetValues("WWW-Authenticate", out var values) ? values : [];

    /// <summary>What a registry says that it has of an upload.</summary>
    public string? Received => message.Headers.TryGetValues("Range", out var values) ? values.FirstOrDefault() : null;

    /// <summary>The smallest piece of an upload that the registry takes; 0 when it does not say.</summary>
    public long MinimumPiece =>
        message.Headers.TryGetValues("OCI-Chunk-Min-Length", out var values)
            && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : 0;

    /// <summary>The digest that the registry claims.</summary>
    public Digest? ContentDigest =>
        message.Headers.TryGetValues("Docker-Content-Digest", out var values)
            && Digest.TryParse(values.FirstOrDefault(), out var digest, out _) ? digest : null;

    /// <summary>
    /// Checks what the registry says to have stored. Created is an answer that only a registry gives; any other success
    /// must name the content, as a proxy's sign-in page is a success, too.
    /// </summary>
    /// <exception cref="ImageException">MST4202 or MST4108 when it stored something else or nothing.</exception>
    public void CheckStored(RegistryRequest request, Digest digest, string what)
    {
        if (ContentDigest is { } stored && stored.Algorithm == digest.Algorithm && stored != digest)
            throw new ImageException(ImageDiagnostics.ContentMismatch, what, digest.ToString(), stored.ToString());
        if (Status != 201 && ContentDigest is null)
            throw new ImageException(ImageDiagnostics.ProtocolViolation, request.Registry, request.What,
                FormattableString.Invariant($"its HTTP status {Status} does not say what it stored"));
    }

    /// <summary>How long the registry asks to wait.</summary>
    public TimeSpan? RetryAfter(DateTimeOffset now) => message.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > now => date - now,
        _ => null,
    };

    public void Dispose()
    {
        body.Dispose();
        message.Dispose();
        watchdog.Dispose();
    }
}
