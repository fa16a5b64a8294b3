namespace MultiStage.Images;

/// <summary>The registry repository that content comes from, so that a push can mount instead of upload.</summary>
internal sealed record BlobOrigin(string Registry, string Repository);

/// <summary>Content that is known by its descriptor and opened only when somebody needs its bytes.</summary>
/// <param name="descriptor">Type, identity, length.</param>
/// <param name="open">Opens the raw bytes; may download them first. Called again for each retry.</param>
/// <param name="origin">The repository it comes from, if it does.</param>
/// <param name="onMismatch">Makes the error for wrong content and cleans up; null says that the content is wrong.</param>
internal sealed class Blob(Descriptor descriptor, Func<CancellationToken, Task<Stream>> open, BlobOrigin? origin = null,
    Func<ImageException>? onMismatch = null)
{
    public Descriptor Descriptor { get; } = descriptor;

    public BlobOrigin? Origin { get; } = origin;

    /// <summary>Opens the content for one forward read; the reader fails when digest or length do not match.</summary>
    public async Task<Stream> OpenAsync(CancellationToken cancellationToken) =>
        new VerifyingStream(await open(cancellationToken).ConfigureAwait(false), Descriptor.Digest, Descriptor.Size,
            Descriptor.Digest.ToString(), onMismatch);

    /// <summary>The same content under another media type.</summary>
    public Blob As(Descriptor other) => new(other, open, Origin, onMismatch);

    /// <summary>Small content in memory.</summary>
    public static Blob Of(string mediaType, byte[] content) =>
        new(new Descriptor(mediaType, Digest.Of(content), content.Length),
            _ => Task.FromResult<Stream>(new MemoryStream(content, writable: false)));

    /// <summary>Reads small content into memory.</summary>
    public async Task<byte[]> ReadAsync(long limit, string what, CancellationToken cancellationToken)
    {
        if (Descriptor.Size > limit)
            throw BoundedRead.TooLarge(what, limit, Descriptor.Digest.ToString());
        await using var stream = await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await BoundedRead.AllAsync(stream, limit, what, Descriptor.Digest.ToString(), Descriptor.Size, cancellationToken)
            .ConfigureAwait(false);
    }
}
