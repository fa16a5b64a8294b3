using System.Text.Json.Nodes;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>
/// Reads what <c>docker save</c> writes: <c>manifest.json</c> names configuration and layers. There are no descriptors, so
/// digests are computed here; plain layers are compressed once, as nobody wants to push them plain.
/// </summary>
internal static class DockerArchive
{
    /// <param name="file">The archive.</param>
    /// <param name="name">A tag inside, or null for the only image.</param>
    /// <param name="platform">What the image must be for; null takes any.</param>
    /// <param name="layerWriter">Compresses plain layers.</param>
    /// <param name="limits">What is accepted.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<BaseImage> ReadAsync(
        ArchiveFile file, string? name, Platform? platform, LayerWriter layerWriter, ImageLimits limits,
        CancellationToken cancellationToken)
    {
        var entry = Choose(await ReadTableAsync(file, limits, cancellationToken).ConfigureAwait(false), name, file.Name);
        var configName = entry.String("Config") ?? throw Invalid(file, "an entry of manifest.json has no 'Config'");
        var layerNames = entry.Strings("Layers") ?? throw Invalid(file, "an entry of manifest.json has no 'Layers'");
        if (layerNames.Count > limits.Layers)
            throw new ImageException(ImageDiagnostics.LimitExceeded, "An image", $"{limits.Layers} layers", file.Name);

        var config = ImageConfig.Read(await ReadMemberAsync(file, configName, limits.ConfigBytes, cancellationToken).ConfigureAwait(false),
            limits, file.Name);
        if (config.DiffIds.Count != layerNames.Count)
            throw new ImageException(ImageDiagnostics.InvalidConfig, file.Name,
                $"it has {config.DiffIds.Count} diff ids, but the archive has {layerNames.Count} layers");
        if (platform is not null && platform.Fit(config.Platform) == 0)
            throw new ImageException(ImageDiagnostics.PlatformNotFound, file.Name, platform.ToString(), config.Platform.ToString());

        var layers = new List<ImageLayer>(layerNames.Count);
        foreach (var (layer, diffId) in layerNames.Zip(config.DiffIds))
            layers.Add(await ReadLayerAsync(file, layer, diffId, layerWriter, cancellationToken).ConfigureAwait(false));
        return new BaseImage(file.Name, ImageFormat.Docker, null, config, layers);
    }

    private static async Task<ImageLayer> ReadLayerAsync(ArchiveFile file, string name, Digest diffId, LayerWriter layerWriter,
        CancellationToken cancellationToken)
    {
        var size = file.SizeOf(name) ?? throw Invalid(file, $"the layer '{Printable.Of(name)}' is missing in it");
        var compression = await DetectAsync(file, name, cancellationToken).ConfigureAwait(false);
        if (compression == LayerCompression.None)
        {
            // Its digest is the diff id, so reading it checks it.
            return await layerWriter.CompressAsync(
                _ => Task.FromResult<Stream>(new VerifyingStream(file.Open(name), diffId, size, $"{file.Name}:{name}")), diffId,
                ImageFormat.Docker, cancellationToken).ConfigureAwait(false);
        }
        using var hashing = new HashingStream(Stream.Null);
        await using (var stream = file.Open(name))
            await stream.CopyToAsync(hashing, cancellationToken).ConfigureAwait(false);
        // Docker's family has no type for zstd; the builder refuses it where it matters, and OCI takes it.
        var format = compression == LayerCompression.Zstd ? ImageFormat.Oci : ImageFormat.Docker;
        return new ImageLayer(
            new Blob(new Descriptor(MediaTypes.Layer(format, compression), hashing.Digest, hashing.Count),
                _ => Task.FromResult(file.Open(name))), diffId);
    }

    private static async Task<LayerCompression> DetectAsync(ArchiveFile file, string name, CancellationToken cancellationToken)
    {
        await using var stream = file.Open(name);
        var start = new byte[4];
        var read = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return start.AsSpan(0, read) switch
        {
            [0x1F, 0x8B, ..] => LayerCompression.Gzip,
            [0x28, 0xB5, 0x2F, 0xFD, ..] => LayerCompression.Zstd,
            _ => LayerCompression.None,
        };
    }

    private static async Task<JsonArray> ReadTableAsync(ArchiveFile file, ImageLimits limits, CancellationToken cancellationToken)
    {
        var bytes = await ReadMemberAsync(file, "manifest.json", limits.ManifestBytes, cancellationToken).ConfigureAwait(false);
        // The strict reader takes objects only.
        byte[] wrapped = [.. "{\"images\":"u8, .. bytes, .. "}"u8];
        return StrictJson.ParseObject(wrapped, ImageDiagnostics.InvalidArchive, file.Name).Array("images")
            ?? throw Invalid(file, "manifest.json is not a list");
    }

    private static JsonObject Choose(JsonArray table, string? name, string file)
    {
        var entries = table.OfType<JsonObject>().ToList();
        var matches = name is null
            ? entries
            : entries.Where(entry => (entry.Strings("RepoTags") ?? []).Any(tag => Matches(tag, name))).ToList();
        return matches is [var one] ? one : throw new ImageException(
            ImageDiagnostics.ArchiveImageNotFound, file, Printable.Of(name ?? "without a name"),
            entries.Count == 0
                ? "no images"
                : Printable.Of(
                    string.Join(", ", entries.Select(entry => entry.Strings("RepoTags") is [var first, ..] ? first : "one without name")),
                    400));
    }

    private static bool Matches(string tag, string name) =>
        tag == name || tag.EndsWith(":" + name, StringComparison.Ordinal) || WholeReference.IsSame(tag, name);

    private static async Task<byte[]> ReadMemberAsync(ArchiveFile file, string name, long limit, CancellationToken cancellationToken)
    {
        await using var stream = file.Open(name);
        return await BoundedRead.AllAsync(stream, limit, $"The file '{Printable.Of(name)}'", file.Name, file.SizeOf(name),
            cancellationToken).ConfigureAwait(false);
    }

    private static ImageException Invalid(ArchiveFile file, string problem) => new(ImageDiagnostics.InvalidArchive, file.Name, problem);
}
