namespace MultiStage.Images;

/// <summary>Keeps the cache small. Several may run at once: each file is removed by whoever comes first.</summary>
internal sealed class CacheCollector(ContentStore store, ContentStoreOptions options)
{
    // Below the limit by some margin, so that not every build has to collect.
    private const double LowWater = 0.9;

    public void Run()
    {
        var now = store.Clock.GetUtcNow().UtcDateTime;
        foreach (var file in Files("tmp"))
        {
            // These times are the file system's own, as nobody touches a temporary file.
            if (DateTime.UtcNow - file.LastWriteTimeUtc > options.Abandoned)
                AtomicFile.TryDelete(file.FullName);
        }

        var all = Files("blobs").Concat(Files("layers")).Concat(Files("hashes")).OrderBy(file => file.LastWriteTimeUtc).ToList();
        var total = all.Sum(file => file.Length);
        if (total <= options.MaximumBytes)
            return;
        foreach (var file in all)
        {
            if (total <= options.MaximumBytes * LowWater || now - file.LastWriteTimeUtc < options.InUse)
                break;
            AtomicFile.TryDelete(file.FullName);
            total -= file.Length;
        }
    }

    // A snapshot: files that vanish meanwhile (another collector, a renamed temporary) are left out.
    private List<FileInfo> Files(string folder)
    {
        var result = new List<FileInfo>();
        foreach (var path in Directory.EnumerateFiles(Path.Combine(store.Root, folder), "*", SearchOption.AllDirectories))
        {
            var file = new FileInfo(path);
            if (file.Exists)
                result.Add(file);
        }
        return result;
    }
}
