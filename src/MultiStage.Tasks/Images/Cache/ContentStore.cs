using System.Text;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>
/// Content on disk by digest, shared by all processes of a user. Nothing is locked between processes: a file gets its
/// final name only when it is whole, and two processes that make the same content make the same file.
/// <code>
/// v1/blobs/sha256/HEX   content; the modification time is the last use
/// v1/layers/HEX         what a layer's inputs became: see LayerRecords
/// v1/hashes/HEX         digests of source files: see FileHashes
/// v1/tmp/               files that are being written
/// </code>
/// </summary>
internal sealed class ContentStore
{
    private readonly ContentStoreOptions options;
    private readonly KeyedLock locks = new();

    /// <param name="root">The folder, see <see cref="ContentStoreOptions.DefaultRoot"/>; made when it is missing.</param>
    /// <param name="options">How much to keep.</param>
    /// <param name="clock">The time that use is measured with.</param>
    /// <exception cref="ImageException">MST4405 when the folder cannot be used.</exception>
    public ContentStore(string root, ContentStoreOptions? options = null, TimeProvider? clock = null)
    {
        this.options = options ?? new ContentStoreOptions();
        Clock = clock ?? TimeProvider.System;
        Root = Path.Combine(Path.GetFullPath(root), "v1");
        Guard(() =>
        {
            foreach (var folder in (ReadOnlySpan<string>)["blobs/sha256", "blobs/sha512", "layers", "hashes", "tmp"])
                MakePrivate(Path.Combine(Root, folder));
        });
    }

    /// <summary>The folder with the layout's version.</summary>
    public string Root { get; }

    public TimeProvider Clock { get; }

    /// <summary>Whether content of this length is there; counts as a use.</summary>
    public bool Contains(Digest digest, long size)
    {
        var file = new FileInfo(PathOf(digest));
        if (!file.Exists)
            return false;
        if (file.Length != size)
        {
            // A file that lost its end in a power failure.
            AtomicFile.TryDelete(file.FullName);
            return false;
        }
        Touch(file.FullName);
        return true;
    }

    /// <summary>The length of content by digest, or null when it is not there.</summary>
    public long? SizeOf(Digest digest) => new FileInfo(PathOf(digest)) is { Exists: true } file ? file.Length : null;

    /// <summary>Content that is there. Damage is found while reading, and the damaged file is removed.</summary>
    public Blob Get(Descriptor descriptor) => new(
        descriptor,
        _ => Task.FromResult<Stream>(OpenRaw(descriptor)),
        origin: null,
        () => Damaged(descriptor));

    /// <summary>Content that is fetched into the store when somebody opens it and it is not there.</summary>
    public Blob GetOrFetch(Descriptor descriptor, BlobOrigin origin, Func<ContentWriter, CancellationToken, Task> fetch) => new(
        descriptor,
        async token =>
        {
            await EnsureAsync(descriptor, fetch, token).ConfigureAwait(false);
            return OpenRaw(descriptor);
        },
        origin,
        () => Damaged(descriptor));

    /// <summary>Content that is made when it is not there; within this process only once at a time.</summary>
    /// <param name="descriptor">What the content must be.</param>
    /// <param name="fill">Writes the content and returns when it is complete.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task EnsureAsync(Descriptor descriptor, Func<ContentWriter, CancellationToken, Task> fill,
        CancellationToken cancellationToken)
    {
        using var _ = await locks.EnterAsync(descriptor.Digest.ToString(), cancellationToken).ConfigureAwait(false);
        if (Contains(descriptor.Digest, descriptor.Size))
            return;
        await using var writer = CreateWriter(descriptor.Digest);
        await fill(writer, cancellationToken).ConfigureAwait(false);
        await writer.CommitAsync(descriptor, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts new content; nobody sees it before it is committed.</summary>
    public ContentWriter CreateWriter(Digest? expected = null) => Guard(() => new ContentWriter(this, expected));

    /// <summary>Small content in memory, for manifests and configurations.</summary>
    public async Task AddAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var digest = Digest.Of(content.Span);
        if (Contains(digest, content.Length))
            return;
        await using var writer = CreateWriter();
        await writer.Stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
        await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes abandoned files, then the least recently used content until the size fits.</summary>
    public void Collect() => Guard(() => new CacheCollector(this, options).Run());

    public string PathOf(Digest digest) => Path.Combine(Root, "blobs", digest.Algorithm, digest.Hex);

    /// <summary>A file that belongs to one of the side tables; the key may be any text.</summary>
    public string PathOf(string table, string key) => Path.Combine(Root, table, Digest.Of(Encoding.UTF8.GetBytes(key)).Hex);

    public string NewTemporaryPath() => Path.Combine(Root, "tmp", Guid.NewGuid().ToString("N"));

    /// <summary>Marks a file as used now.</summary>
    public void Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, Clock.GetUtcNow().UtcDateTime);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A read-only cache, or a file that was collected just now; a missing file shows itself on opening.
        }
    }

    /// <summary>Runs file work and turns its failures into the cache's own error.</summary>
    public T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unusable(e);
        }
    }

    public ImageException Unusable(Exception cause) => new(ImageDiagnostics.CacheUnusable, cause, Root, Printable.Of(cause.Message));

    private void Guard(Action work) => Guard(() =>
    {
        work();
        return true;
    });

    private FileStream OpenRaw(Descriptor descriptor)
    {
        var path = PathOf(descriptor.Digest);
        try
        {
            Touch(path);
            return AtomicFile.OpenRead(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Damaged(descriptor);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(e);
        }
    }

    private ImageException Damaged(Descriptor descriptor)
    {
        AtomicFile.TryDelete(PathOf(descriptor.Digest));
        return new ImageException(ImageDiagnostics.CacheDamaged, descriptor.Digest.ToString());
    }

    // Layers hold the user's program: others on the machine need not read it.
    private static void MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
