using System.Formats.Tar;
using System.IO.Compression;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

/// <summary>Layers for tests, and what is in them.</summary>
internal static class TestLayers
{
    public static readonly LayerOptions Plain = new() { Compression = CompressionLevel.NoCompression };

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static LayerEntry[] Sample =>
    [
        LayerEntry.File("/app/Shop.Web.dll", "hello"u8.ToArray()),
        LayerEntry.File("/app/run.sh", "#!/bin/sh\n"u8.ToArray(), LayerEntry.DefaultDirectoryMode, 1654, 1654),
        LayerEntry.File("/app/empty", ReadOnlyMemory<byte>.Empty),
        LayerEntry.Directory("/app/data", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, 1654, 1654),
        LayerEntry.SymbolicLink("/app/current", "Shop.Web.dll"),
        LayerEntry.HardLink("/app/also.dll", "/app/Shop.Web.dll"),
        LayerEntry.File("/app/üñï/文件.txt", "unicode"u8.ToArray()),
        LayerEntry.File("/app/" + new string('l', 120) + "/" + new string('n', 120), "long"u8.ToArray()),
    ];

    public static async Task<WrittenLayer> WriteAsync(IEnumerable<LayerEntry> entries, LayerOptions options)
    {
        using var folder = new TempFolder();
        var store = new ContentStore(folder["cache"]);
        var written = await new LayerWriter(store).WriteAsync(entries, options, Token);
        // The folder goes, the bytes stay.
        var bytes = await written.Layer.Blob.ReadAllAsync();
        return written with { Layer = written.Layer with { Blob = Blob.Of(written.Layer.Blob.Descriptor.MediaType, bytes) } };
    }

    public static async Task<List<ReadEntry>> ReadBackAsync(IEnumerable<LayerEntry> entries, LayerOptions options)
    {
        Stream stream = new MemoryStream(await (await WriteAsync(entries, options)).Layer.Blob.ReadAllAsync());
        if (options.Compression != CompressionLevel.NoCompression)
            stream = new GZipStream(stream, CompressionMode.Decompress);
        await using var reader = new TarReader(stream);
        var result = new List<ReadEntry>();
        while (await reader.GetNextEntryAsync(copyData: true, Token) is { } entry)
        {
            var content = entry.DataStream is null ? "" : await new StreamReader(entry.DataStream).ReadToEndAsync(Token);
            result.Add(
                new ReadEntry(entry.Name, entry.EntryType, entry.LinkName, (int)entry.Mode, entry.Uid, entry.Gid,
                    entry.ModificationTime, content));
        }
        return result;
    }

    public sealed record ReadEntry(string Name, TarEntryType Type, string Link, int Mode, int Uid, int Gid, DateTimeOffset Time,
        string Content);

    public sealed class EntryComparer : IEqualityComparer<LayerEntry>
    {
        public static readonly EntryComparer Instance = new();

        public bool Equals(LayerEntry? x, LayerEntry? y) =>
            x! with { Content = null } == y! with { Content = null }
                && x.Content.GetValueOrDefault().Span.SequenceEqual(y.Content.GetValueOrDefault().Span);

        public int GetHashCode(LayerEntry obj) => obj.Path.GetHashCode(StringComparison.Ordinal);
    }
}
