using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>An image in an OCI layout (OCI image-spec 1.1 image-layout.md), be it a directory or the same as a tar.</summary>
internal sealed class LayoutContent : IImageContent
{
    private const string NameAnnotation = "org.opencontainers.image.ref.name";
    private const string ContainerdNameAnnotation = "io.containerd.image.name";
    private readonly Func<string, Stream> open;
    private readonly string? wanted;
    private readonly ImageLimits limits;

    private LayoutContent(string path, string? wanted, ImageLimits limits, Func<string, Stream> open)
    {
        (Path, this.wanted, this.limits, this.open) = (path, wanted, limits, open);
    }

    public string Path { get; }

    public string Name => wanted is null ? Path : Path + ":" + wanted;

    /// <exception cref="ImageException">MST4401 when it is no layout.</exception>
    public static LayoutContent OpenDirectory(string path, string? name, ImageLimits limits)
    {
        if (!File.Exists(System.IO.Path.Combine(path, "oci-layout")))
            throw new ImageException(ImageDiagnostics.InvalidArchive, path, "the file 'oci-layout' is missing in it");
        return new LayoutContent(path, name, limits, member => OpenFile(path, member));
    }

    public static LayoutContent OpenArchive(ArchiveFile file, string? name, ImageLimits limits) => new(file.Name, name, limits, file.Open);

    public async Task<FetchedManifest> StartAsync(CancellationToken cancellationToken)
    {
        await CheckVersionAsync(cancellationToken).ConfigureAwait(false);
        var index = await ReadAsync("index.json", limits.ManifestBytes, cancellationToken).ConfigureAwait(false);
        var entries = ManifestReader.ReadIndex(index, limits, Name);
        // One image under several names is one image.
        var matches = entries.Where(entry => wanted is null || Matches(entry, wanted)).DistinctBy(entry => entry.Digest).ToList();
        return matches switch
        {
            [] => throw NotFound(entries),
            [var only] => await ManifestAsync(only, cancellationToken).ConfigureAwait(false),
            // Several images under one name, or all without a name, are the platforms of one.
            _ when matches.Select(entry => entry.Annotations.GetValueOrDefault(NameAnnotation)).Distinct(StringComparer.Ordinal).Count()
                == 1 => InMemoryIndex(matches),
            _ => throw NotFound(entries),
        };
    }

    public async Task<FetchedManifest> ManifestAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        var content = await Blob(descriptor).ReadAsync(limits.ManifestBytes, "A manifest", cancellationToken).ConfigureAwait(false);
        return new FetchedManifest(content, ManifestReader.MediaTypeOf(content, descriptor.MediaType, Name), descriptor.Digest);
    }

    public Blob Blob(Descriptor descriptor) =>
        new(descriptor, _ => Task.FromResult(open("blobs/" + descriptor.Digest.Algorithm + "/" + descriptor.Digest.Hex)));

    private static FetchedManifest InMemoryIndex(List<Descriptor> entries)
    {
        var bytes = ManifestWriter.Index(ImageFormat.Oci, entries);
        return new FetchedManifest(bytes, MediaTypes.OciIndex, Digest.Of(bytes));
    }

    private static bool Matches(Descriptor entry, string name) =>
        entry.Digest.ToString() == name
        || Names(entry).Any(own => own == name || own.EndsWith(":" + name, StringComparison.Ordinal) || WholeReference.IsSame(own, name));

    private static IEnumerable<string> Names(Descriptor entry) =>
        new[] { entry.Annotations.GetValueOrDefault(NameAnnotation),
            entry.Annotations.GetValueOrDefault(ContainerdNameAnnotation) }.OfType<string>();

    private async Task CheckVersionAsync(CancellationToken cancellationToken)
    {
        var json = StrictJson.ParseObject(await ReadAsync("oci-layout", 64 * 1024, cancellationToken).ConfigureAwait(false),
            ImageDiagnostics.InvalidArchive, Name);
        if (json.String("imageLayoutVersion") is not { } version || !version.StartsWith("1.", StringComparison.Ordinal))
            throw new ImageException(ImageDiagnostics.InvalidArchive, Name, "its layout version is not 1");
    }

    private async Task<byte[]> ReadAsync(string member, long limit, CancellationToken cancellationToken)
    {
        await using var stream = open(member);
        return await BoundedRead.AllAsync(stream, limit, "A manifest", Name, announced: null, cancellationToken).ConfigureAwait(false);
    }

    private static FileStream OpenFile(string path, string member)
    {
        try
        {
            return AtomicFile.OpenRead(System.IO.Path.Combine(path, member));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageException(ImageDiagnostics.InvalidArchive, e, path, $"'{member}' cannot be read");
        }
    }

    private ImageException NotFound(IReadOnlyList<Descriptor> entries) => new(
        ImageDiagnostics.ArchiveImageNotFound, Path, Printable.Of(wanted ?? "without a name"),
        entries.Count == 0
            ? "no images"
            : Printable.Of(string.Join(", ", entries.Select(entry => Names(entry).LastOrDefault() ?? entry.Digest.ToString())), 400));
}
