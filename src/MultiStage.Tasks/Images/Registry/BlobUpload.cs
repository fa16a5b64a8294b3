using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>One blob on its way up: a mount when the registry has it elsewhere, or else POST and one PUT.</summary>
internal sealed class BlobUpload(RegistryTransport transport, RegistryOptions options, string registry, string repository, Blob blob)
{
    private bool mountRefused;

    public string What { get; } = $"push {blob.Descriptor.Digest} to {repository}";

    /// <summary>One attempt. A failed upload starts anew: what a registry keeps of a broken one cannot be relied on.</summary>
    public async Task<BlobOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var location = CanMount ? await StartAsync(mount: true, cancellationToken).ConfigureAwait(false) : null;
        if (location?.Done == true)
            return BlobOutcome.Mounted;

        // Content that comes from another registry is fetched here, before the upload has a clock running.
        await (await blob.OpenAsync(cancellationToken).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        location ??= await StartAsync(mount: false, cancellationToken).ConfigureAwait(false);
        await SendAsync(location!.Address!, cancellationToken).ConfigureAwait(false);
        return BlobOutcome.Uploaded;
    }

    private bool CanMount =>
        !mountRefused && blob.Origin is { } origin && origin.Registry == registry && origin.Repository != repository;

    // Null when a mount is refused outright; the spec wants a plain upload to start then, but not all registries do it.
    private async Task<Started?> StartAsync(bool mount, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Post) with
        {
            Path = "blobs/uploads/" + (mount ? $"?mount={Uri.EscapeDataString(blob.Descriptor.Digest.ToString())}&from={Uri.EscapeDataString(blob.Origin!.Repository)}" : ""),
            SourceRepository = mount ? blob.Origin!.Repository : null,
            // Without a body some servers ask for a length.
            Content = _ => new ByteArrayContent([]),
        };
        try
        {
            using var response = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.Status == 201 && mount)
                return new Started(Done: true, null);
            if (response.Status == 202)
                return new Started(Done: false, RedirectRules.Upload(registry, response.Address, response.Location));
            throw await transport.UnexpectedAsync(request, response).ConfigureAwait(false);
        }
        catch (ImageException e) when (mount && (e.Descriptor == ImageDiagnostics.Unauthorized || e.Descriptor == ImageDiagnostics.RegistryRefused || e.Descriptor == ImageDiagnostics.NotFound))
        {
            mountRefused = true;
            return null;
        }
    }

    private async Task SendAsync(Uri location, CancellationToken cancellationToken)
    {
        var digest = "digest=" + Uri.EscapeDataString(blob.Descriptor.Digest.ToString());
        var request = Request(HttpMethod.Put) with
        {
            Address = new UriBuilder(location) { Query = location.Query.Length > 1 ? location.Query[1..] + "&" + digest : digest, Fragment = "" }.Uri,
            Content = watchdog => new UploadContent(blob.OpenAsync, blob.Descriptor.Size, "application/octet-stream", watchdog, options),
        };
        using var response = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.Status is 404 or 416)
        {
            // The upload session is gone, as after a restart of the registry: a new attempt gets a new one.
            throw new TransientFailure("it has lost the upload");
        }
        if (response.Status is not (200 or 201 or 204))
            throw await transport.UnexpectedAsync(request, response).ConfigureAwait(false);
        if (response.ContentDigest is { } stored && stored != blob.Descriptor.Digest)
            throw new ImageException(ImageDiagnostics.ContentMismatch, blob.Descriptor.Digest.ToString(), blob.Descriptor.Digest.ToString(), stored.ToString());
    }

    private RegistryRequest Request(HttpMethod method) => new()
    {
        Method = method,
        Registry = registry,
        Repository = repository,
        Role = RegistryRole.Push,
        What = What,
    };

    private sealed record Started(bool Done, Uri? Address);
}
