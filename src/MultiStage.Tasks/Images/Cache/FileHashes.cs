using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>
/// The digests of source files, so that unchanged files are not read again. One table per source folder. A digest is
/// believed when the file's stamp is as it was, and it is not stored for a file changed less than two seconds ago: within one tick of a coarse clock such a file
/// could change again without any of these showing it.
/// </summary>
internal sealed class FileHashes(ContentStore store)
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    /// <summary>The digest of each file, by its path.</summary>
    public async Task<IReadOnlyDictionary<string, Digest>> ComputeAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        var result = new ConcurrentDictionary<string, Digest>(StringComparer.Ordinal);
        foreach (var folder in paths.Distinct(StringComparer.Ordinal).GroupBy(path => Path.GetDirectoryName(Path.GetFullPath(path)) ?? "", StringComparer.Ordinal))
        {
            var table = store.PathOf("hashes", folder.Key);
            var known = Read(table);
            var next = new ConcurrentDictionary<string, Entry>(StringComparer.Ordinal);
            var changed = 0;
            await Parallel.ForEachAsync(folder, Options(cancellationToken), async (path, token) =>
            {
                var name = Path.GetFileName(path);
                var before = FileStamp.Of(path);
                if (known.TryGetValue(name, out var entry) && entry.Stamp == before)
                {
                    next[name] = entry;
                    result[path] = entry.Digest;
                    return;
                }
                var digest = await HashAsync(path, token).ConfigureAwait(false);
                result[path] = digest;
                Interlocked.Exchange(ref changed, 1);
                if (before == FileStamp.Of(path) && DateTime.UtcNow.Ticks - before.Modified > Settled.Ticks)
                    next[name] = new Entry(before, digest);
            }).ConfigureAwait(false);
            if (changed != 0)
                await SideTable.WriteAsync(store, table, Write(next), cancellationToken).ConfigureAwait(false);
            else
                store.Touch(table);
        }
        return result;
    }

    private static ParallelOptions Options(CancellationToken cancellationToken) =>
        new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Math.Clamp(Environment.ProcessorCount, 1, 4) };

    private static async Task<Digest> HashAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = AtomicFile.OpenRead(path);
            return Digest.FromHash(HashAlgorithmName.SHA256, await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageException(ImageDiagnostics.InvalidEntry, e, path, "it cannot be read");
        }
    }

    private static Dictionary<string, Entry> Read(string path)
    {
        var result = new Dictionary<string, Entry>(StringComparer.Ordinal);
        try
        {
            foreach (var (name, node) in StrictJson.TryParseObject(File.ReadAllBytes(path)) ?? [])
            {
                if (Digest.TryParse(node.String("digest"), out var digest, out _)
                    && node.Integer("length") is { } length && node.Integer("modified") is { } modified && node.String("identity") is { } identity)
                {
                    result[name] = new Entry(new FileStamp(length, modified, identity), digest);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No table yet, or a damaged one: every file is read.
        }
        return result;
    }

    private static byte[] Write(IReadOnlyDictionary<string, Entry> entries)
    {
        var json = new JsonObject();
        foreach (var (name, entry) in entries.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json[name] = new JsonObject
            {
                ["length"] = entry.Stamp.Length,
                ["modified"] = entry.Stamp.Modified,
                ["identity"] = entry.Stamp.Identity,
                ["digest"] = entry.Digest.ToString(),
            };
        }
        return StrictJson.Write(json);
    }

    private sealed record Entry(FileStamp Stamp, Digest Digest);
}
