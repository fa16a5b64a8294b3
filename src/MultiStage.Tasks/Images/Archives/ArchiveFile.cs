using System.Formats.Tar;
using System.IO.Compression;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>
/// A tar file as a table of its members, which are read in place. Nothing is unpacked, so no name in it can reach
/// another path of this machine.
/// </summary>
internal sealed class ArchiveFile
{
    private const int MaxHops = 8;
    private readonly string path;
    private readonly Dictionary<string, Member> members;

    private ArchiveFile(string name, string path, Dictionary<string, Member> members) =>
        (Name, this.path, this.members) = (name, path, members);

    /// <summary>The file as the user named it.</summary>
    public string Name { get; }

    /// <summary>Whether it is an OCI layout.</summary>
    public bool IsLayout => members.ContainsKey("oci-layout") && members.ContainsKey("index.json");

    /// <param name="path">The file; with gzip it is unpacked into the store's temporary folder first.</param>
    /// <param name="store">For that.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ImageException">MST4401 when it is no archive.</exception>
    public static async Task<ArchiveFile> OpenAsync(string path, ContentStore store, ImageLimits limits,
        CancellationToken cancellationToken)
    {
        try
        {
            var plain = path;
            if (await StartsWithAsync(path, [0x1F, 0x8B], cancellationToken).ConfigureAwait(false))
                plain = await UnpackAsync(path, store, limits, cancellationToken).ConfigureAwait(false);
            return new ArchiveFile(path, plain, await ScanAsync(path, plain, limits, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or FormatException
            or ArgumentException or NotSupportedException)
        {
            throw new ImageException(ImageDiagnostics.InvalidArchive, e, path, Printable.Of(e.Message));
        }
    }

    /// <summary>The length of a member in bytes, links followed; null when there is none.</summary>
    public long? SizeOf(string name) => Find(name)?.Length;

    /// <summary>Opens a member for one forward read.</summary>
    public Stream Open(string name)
    {
        var member = Find(name)
            ?? throw new ImageException(ImageDiagnostics.InvalidArchive, Name, $"'{Printable.Of(name)}' is missing in it");
        try
        {
            var file = AtomicFile.OpenRead(path);
            return new SectionStream(file, member.Offset, member.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageException(ImageDiagnostics.InvalidArchive, e, Name, "it cannot be read any more");
        }
    }

    private Member? Find(string name)
    {
        for (var hops = 0; hops < MaxHops; hops++)
        {
            if (!members.TryGetValue(name, out var member))
                return null;
            if (member.Link is null)
                return member;
            name = Resolve(name, member.Link, member.Hard);
        }
        return null;
    }

    // Old docker links equal layers: "b/layer.tar" -> "../a/layer.tar". Only names of this table can be found.
    private static string Resolve(string name, string link, bool hard)
    {
        var parts = hard || !name.Contains('/', StringComparison.Ordinal) ? [] : name[..name.LastIndexOf('/')].Split('/').ToList();
        foreach (var part in link.Split('/'))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or "." or ".."))
                parts.Add(part);
        }
        return string.Join('/', parts);
    }

    private static async Task<Dictionary<string, Member>> ScanAsync(string name, string path, ImageLimits limits,
        CancellationToken cancellationToken)
    {
        var members = new Dictionary<string, Member>(StringComparer.Ordinal);
        await using var file = AtomicFile.OpenRead(path);
        await using var reader = new TarReader(file);
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
        {
            if (members.Count == limits.ArchiveEntries)
                throw new ImageException(ImageDiagnostics.LimitExceeded, "An archive", $"{limits.ArchiveEntries} entries", name);
            var key = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            switch (entry.EntryType)
            {
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    if (entry.DataOffset < 0 || entry.DataOffset + entry.Length > file.Length)
                        throw new ImageException(ImageDiagnostics.InvalidArchive, name, "its end is missing");
                    members[key] = new Member(entry.DataOffset, entry.Length, null, false);
                    break;
                case TarEntryType.SymbolicLink or TarEntryType.HardLink:
                    members[key] = new Member(0, 0, entry.LinkName, entry.EntryType == TarEntryType.HardLink);
                    break;
            }
        }
        return members;
    }

    private static async Task<bool> StartsWithAsync(string path, byte[] magic, CancellationToken cancellationToken)
    {
        await using var file = AtomicFile.OpenRead(path);
        var start = new byte[magic.Length];
        return await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false) == start.Length
            && start.AsSpan().SequenceEqual(magic);
    }

    // Into the content store under its own digest: the same archive is unpacked once while it is cached.
    private static async Task<string> UnpackAsync(string path, ContentStore store, ImageLimits limits, CancellationToken cancellationToken)
    {
        await using var writer = store.CreateWriter();
        await using var file = AtomicFile.OpenRead(path);
        await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        var buffer = new byte[128 * 1024];
        while (await unpacked.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            if (writer.Count + read > limits.ArchiveBytes)
                throw BoundedRead.TooLarge("An unpacked archive", limits.ArchiveBytes, path);
            await writer.Stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }
        return store.PathOf((await writer.CommitAsync(cancellationToken).ConfigureAwait(false)).Digest);
    }

    private sealed record Member(long Offset, long Length, string? Link, bool Hard);
}
