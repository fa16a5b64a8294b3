using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>A manifest as a registry gave it; digest and length were checked.</summary>
internal sealed record FetchedManifest(byte[] Content, string MediaType, Digest Digest);

/// <summary>How a blob came to be in the target.</summary>
internal enum BlobOutcome
{
    /// <summary>It was there.</summary>
    Existing,

    /// <summary>The registry linked it from another repository; no byte travelled.</summary>
    Mounted,

    Uploaded,
}

/// <summary>The registry's operations (OCI distribution-spec 1.1), each with retries, limits and one coded error at the end.</summary>
internal sealed class RegistryClient : IDisposable
{
    private readonly RegistryOptions options;
    private readonly RegistryTransport transport;
    private readonly RetryLoop retry;

    /// <param name="options">Limits, waits and the environment.</param>
    /// <param name="helper">Runs credential helpers; null runs the real programs.</param>
    public RegistryClient(RegistryOptions options, ICredentialHelper? helper = null)
    {
        this.options = options;
        transport = new RegistryTransport(options, helper);
        retry = new RetryLoop(options);
    }

    public RegistryOptions Options => options;

    /// <summary>The digest that a name points to now, or null when the registry does not say or has no such name.</summary>
    public Task<Digest?> FindManifestAsync(ImageReference image, RegistryRole role, CancellationToken cancellationToken)
    {
        var request = ManifestRequest(HttpMethod.Head, image, role, "look up " + image);
        return retry.RunAsync(image.Registry, request.What, options.SmallOperationTimeout, async token =>
        {
            using var response = await transport.SendAsync(request, token).ConfigureAwait(false);
            return response.Status switch
            {
                200 => response.ContentDigest,
                // Some registries do not know HEAD here; GET will tell.
                404 or 400 or 405 or 501 => null,
                _ => throw await transport.UnexpectedAsync(request, response).ConfigureAwait(false),
            };
        }, cancellationToken);
    }

    public Task<FetchedManifest> GetManifestAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var request = ManifestRequest(HttpMethod.Get, image, RegistryRole.Pull, "pull " + image);
        return retry.RunAsync(image.Registry, request.What, options.SmallOperationTimeout, async token =>
        {
            using var response = await transport.SendAsync(request, token).ConfigureAwait(false);
            if (response.Status != 200)
                throw await transport.UnexpectedAsync(request, response).ConfigureAwait(false);
            var content = await BoundedRead.AllAsync(response.Body, options.Limits.ManifestBytes, "A manifest", image.ToString(),
                response.Length, token).ConfigureAwait(false);
            // By digest the user's word counts; by tag the registry's own must at least agree with what it sent.
            var expected = image.Digest ?? response.ContentDigest;
            var actual = expected is { Algorithm: "sha512" }
                ? Digest.FromHash(System.Security.Cryptography.HashAlgorithmName.SHA512,
                    System.Security.Cryptography.SHA512.HashData(content))
                : Digest.Of(content);
            if (expected is { } promised && promised != actual)
            {
                var final = new ImageException(ImageDiagnostics.ContentMismatch, "the manifest of " + image, promised.ToString(),
                    actual.ToString());
                throw new TransientFailure(final.Problem) { Attempts = 2, Final = final };
            }
            return new FetchedManifest(content, ManifestReader.MediaTypeOf(content, response.ContentType, image.ToString()), actual);
        }, cancellationToken);
    }

    /// <summary>Downloads a blob. After a break it goes on where it stopped, if the registry allows that.</summary>
    public Task DownloadAsync(string registry, string repository, Descriptor blob, ContentWriter writer,
        CancellationToken cancellationToken)
    {
        var download = new BlobDownload(transport, registry, repository, blob);
        return retry.RunAsync(registry, download.What, options.BlobOperationTimeout, async token =>
        {
            await download.ContinueAsync(writer, token).ConfigureAwait(false);
            return true;
        }, cancellationToken);
    }

    /// <summary>Whether a repository has a blob.</summary>
    public Task<bool> HasBlobAsync(string registry, string repository, Descriptor blob, CancellationToken cancellationToken)
    {
        var request = BlobCheck(registry, repository, blob);
        return retry.RunAsync(registry, request.What, options.SmallOperationTimeout, token => HasBlobAsync(request, blob, token),
            cancellationToken);
    }

    /// <summary>Makes sure that a repository has a blob, by the cheapest way.</summary>
    public async Task<BlobOutcome> PushBlobAsync(string registry, string repository, Blob blob, CancellationToken cancellationToken)
    {
        if (await HasBlobAsync(registry, repository, blob.Descriptor, cancellationToken).ConfigureAwait(false))
            return BlobOutcome.Existing;
        var upload = new BlobUpload(transport, options, registry, repository, blob);
        var again = false;
        return await retry.RunAsync(registry, upload.What, options.BlobOperationTimeout, async token =>
        {
            // What got lost may have been only the answer.
            if (again && await HasBlobAsync(BlobCheck(registry, repository, blob.Descriptor), blob.Descriptor, token).ConfigureAwait(false))
                return BlobOutcome.Uploaded;
            again = true;
            return await upload.RunAsync(token).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores a manifest under the reference's digest or tag.</summary>
    public Task PutManifestAsync(ImageReference image, Blob manifest, CancellationToken cancellationToken)
    {
        var request = ManifestRequest(HttpMethod.Put, image, RegistryRole.Push, "push " + image);
        return retry.RunAsync(image.Registry, request.What, options.SmallOperationTimeout, async token =>
        {
            var sending = request with
            {
                Content = watchdog =>
                    new UploadContent(manifest.OpenAsync, manifest.Descriptor.Size, manifest.Descriptor.MediaType, watchdog, options),
            };
            using var response = await transport.SendAsync(sending, token).ConfigureAwait(false);
            if (response.Status is not (200 or 201 or 202 or 204))
                throw await transport.UnexpectedAsync(request, response).ConfigureAwait(false);
            response.CheckStored(request, manifest.Descriptor.Digest, "the manifest of " + image);
            return true;
        }, cancellationToken);
    }

    public void Dispose() => transport.Dispose();

    private async Task<bool> HasBlobAsync(RegistryRequest request, Descriptor blob, CancellationToken cancellationToken)
    {
        using var response = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.Status switch
        {
            // A sign-in page of a proxy is also an answer.
            200 => response.Length == blob.Size || (response.Length is null && response.ContentDigest == blob.Digest),
            404 or 400 or 405 or 501 => false,
            _ => throw await transport.UnexpectedAsync(request, response).ConfigureAwait(false),
        };
    }

    private static RegistryRequest BlobCheck(string registry, string repository, Descriptor blob) => new()
    {
        Method = HttpMethod.Head,
        Registry = registry,
        Repository = repository,
        Path = "blobs/" + blob.Digest,
        Role = RegistryRole.Push,
        What = $"look for {blob.Digest} in {repository}",
    };

    private static RegistryRequest ManifestRequest(HttpMethod method, ImageReference image, RegistryRole role, string what) => new()
    {
        Method = method,
        Registry = image.Registry,
        Repository = image.Repository,
        Path = "manifests/" + image.Locator,
        Role = role,
        Accept = method == HttpMethod.Put ? [] : MediaTypes.Manifests,
        What = what,
    };
}
