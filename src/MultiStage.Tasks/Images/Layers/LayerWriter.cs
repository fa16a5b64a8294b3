using System.IO.Compression;

namespace MultiStage.Images;

/// <summary>A layer and what it took to get it.</summary>
/// <param name="Layer">The layer; its blob lies in the store.</param>
/// <param name="FromCache">Whether nothing had to be compressed.</param>
internal sealed record WrittenLayer(ImageLayer Layer, bool FromCache);

/// <summary>Makes layers from entries: one pass over the files, memory does not depend on their size.</summary>
internal sealed class LayerWriter(ContentStore store)
{
    private readonly FileHashes fileHashes = new(store);
    private readonly LayerRecords records = new(store);

    /// <param name="entries">The content in any order.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ImageException">MST43xx for entries that cannot be written.</exception>
    public async Task<WrittenLayer> WriteAsync(IEnumerable<LayerEntry> entries, LayerOptions options, CancellationToken cancellationToken)
    {
        var arranged = LayerListing.Arrange(entries, options);
        var sources = arranged.Select(entry => entry.SourcePath).OfType<string>().ToList();
        var hashes = fileHashes.Compute(sources, cancellationToken);
        var fingerprint = LayerFingerprint.Of(arranged, hashes, options);
        if (records.Find(fingerprint) is { } known)
            return new WrittenLayer(Layer(known, options), FromCache: true);

        await using var writer = store.CreateWriter();
        Digest diffId;
        await using (var compressed = options.Compression == CompressionLevel.NoCompression
            ? null
            : new StableGZip(writer.Stream, options.Compression))
        await using (var tar = new HashingStream(compressed ?? writer.Stream))
        {
            await TarStreamWriter.WriteAsync(tar, arranged, hashes, options.Timestamp, cancellationToken).ConfigureAwait(false);
            diffId = tar.Digest;
        }
        var (digest, size) = await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
        var record = new LayerRecord(diffId, digest, size);
        records.Save(fingerprint, record);
        return new WrittenLayer(Layer(record, options), FromCache: false);
    }

    /// <summary>Compresses a tar that came without compression, as our own layers are.</summary>
    /// <param name="tar">Opens the tar.</param>
    /// <param name="diffId">Its digest.</param>
    /// <param name="format">The family of the media type.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<ImageLayer> CompressAsync(Func<CancellationToken, Task<Stream>> tar, Digest diffId, ImageFormat format,
        CancellationToken cancellationToken)
    {
        var options = new LayerOptions { Format = format };
        var fingerprint = $"tar {diffId} {Environment.Version} {options.Compression} {StableGZip.Version}";
        if (records.Find(fingerprint) is { } known)
            return Layer(known, options);

        await using var writer = store.CreateWriter();
        await using (var source = await tar(cancellationToken).ConfigureAwait(false))
        await using (var compressed = new StableGZip(writer.Stream, options.Compression))
            await source.CopyToAsync(compressed, cancellationToken).ConfigureAwait(false);
        var (digest, size) = await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
        var record = new LayerRecord(diffId, digest, size);
        records.Save(fingerprint, record);
        return Layer(record, options);
    }

    private ImageLayer Layer(LayerRecord record, LayerOptions options)
    {
        var compression = options.Compression == CompressionLevel.NoCompression ? LayerCompression.None : LayerCompression.Gzip;
        return new ImageLayer(store.Get(new Descriptor(MediaTypes.Layer(options.Format, compression), record.Digest, record.Size)),
            record.DiffId);
    }
}
