using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>
/// The digests of source files, so that unchanged files are not read again. One table per source folder. A digest is
/// believed when the file's stamp is as it was, and it is not stored for a file changed less than two seconds ago: within
/// one tick of a coarse clock such a file could change again without any of these showing it.
/// </summary>
internal sealed class FileHashes(ContentStore store)
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    /// <summary>The digest of each file, by its path.</summary>
    public IReadOnlyDictionary<string, Digest> Compute(IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        var result = new Dictionary<string, Digest>(StringComparer.Ordinal);
        foreach (var folder in paths.Distinct(StringComparer.Ordinal)
            .GroupBy(path => Path.GetDirectoryName(Path.GetFullPath(path)) ?? "", StringComparer.Ordinal))
        {
            var table = store.PathOf("hashes", folder.Key);
            var known = Read(table);
            var files = folder.Select(path => new SourceFile(path)).ToList();
            var changed = files.Where(file => !(known.TryGetValue(Path.GetFileName(file.Path), out var entry) && file.IsAs(entry)))
                .ToList();
            Hash(changed, cancellationToken);
            foreach (var file in files)
                result[file.Path] = file.Digest!;
            if (changed.Count > 0)
                SideTable.Write(store, table, Write(files.Where(file => file.IsSettled)));
            else
                store.Touch(table);
        }
        return result;
    }

    private static void Hash(List<SourceFile> files, CancellationToken cancellationToken)
    {
        if (files is [])
            return;
        if (files is [var only])
        {
            only.Hash();
            return;
        }
        try
        {
            var options = new ParallelOptions { CancellationToken = cancellationToken,
                MaxDegreeOfParallelism = Math.Clamp(Environment.ProcessorCount, 1, 4) };
            Parallel.ForEach(files, options, file => file.Hash());
        }
        catch (AggregateException e) when (e.InnerExceptions[0] is ImageException first)
        {
            ExceptionDispatchInfo.Throw(first);
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
                    && node.Integer("length") is { } length && node.Integer("modified") is { } modified
                    && node.String("identity") is { } identity)
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

    private static byte[] Write(IEnumerable<SourceFile> files)
    {
        var json = new JsonObject();
        foreach (var file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            json[Path.GetFileName(file.Path)] = new JsonObject
            {
                ["length"] = file.Stamp.Length,
                ["modified"] = file.Stamp.Modified,
                ["identity"] = file.Stamp.Identity,
                ["digest"] = file.Digest!.ToString(),
            };
        }
        return StrictJson.Write(json);
    }

    private sealed record Entry(FileStamp Stamp, Digest Digest);

    private sealed class SourceFile(string path)
    {
        public string Path => path;

        public FileStamp Stamp { get; } = FileStamp.Of(path);

        public Digest? Digest { get; private set; }

        /// <summary>Whether what was found out may be believed the next time.</summary>
        public bool IsSettled { get; private set; }

        /// <summary>Takes the digest that is known, if the file is still that one.</summary>
        public bool IsAs(Entry known)
        {
            if (known.Stamp != Stamp)
                return false;
            (Digest, IsSettled) = (known.Digest, true);
            return true;
        }

        public void Hash()
        {
            try
            {
                using var file = AtomicFile.OpenRead(path);
                Digest = Digest.FromHash(HashAlgorithmName.SHA256, SHA256.HashData(file));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ImageException(ImageDiagnostics.InvalidEntry, e, path, "it cannot be read");
            }
            IsSettled = Stamp == FileStamp.Of(path) && DateTime.UtcNow.Ticks - Stamp.Modified > Settled.Ticks;
        }
    }
}
