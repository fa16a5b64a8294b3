using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MultiStage.EngineTests;

/// <summary>A file in a layer.</summary>
/// <param name="Path">Without a leading slash.</param>
/// <param name="Hash">SHA-256 of the content; for a link what it leads to; else empty.</param>
internal sealed record LayerFile(string Path, TarEntryType Type, UnixFileMode Mode, int User, int Group, string Hash);

/// <summary>One layer of a saved image.</summary>
internal sealed record Layer(IReadOnlyList<LayerFile> Files);

/// <summary>An image as <c>docker save</c> writes it, in the layout of old engines as in that of new ones.</summary>
internal sealed class SavedImage
{
    private const string AppFolder = "app/";

    /// <summary>From the base image up.</summary>
    public required IReadOnlyList<Layer> Layers { get; init; }

    /// <summary>The image's configuration with its history.</summary>
    public required string Configuration { get; init; }

    /// <summary>Digests of the unpacked layers, from the base image up.</summary>
    public IReadOnlyList<string> LayerDigests
    {
        get
        {
            using var json = JsonDocument.Parse(Configuration);
            return [.. json.RootElement.GetProperty("rootfs").GetProperty("diff_ids").EnumerateArray().Select(id => id.GetString()!)];
        }
    }

    /// <summary>
    /// All entries as a container sees them, by path. Whiteouts would show as files; none of our images has one.
    /// </summary>
    public IReadOnlyList<LayerFile> Files =>
        [.. Layers.SelectMany(layer => layer.Files).Select(file => file with { Path = file.Path.Trim('/') })
            .Where(file => file.Path is not ("" or "."))
            .GroupBy(file => file.Path).Select(group => group.Last()).OrderBy(file => file.Path, StringComparer.Ordinal)];

    /// <summary>Files below /app as a container sees them, by path relative to /app, with their hashes.</summary>
    public IReadOnlyDictionary<string, string> App =>
        Layers.SelectMany(layer => layer.Files)
            .Where(file =>
                file.Type is TarEntryType.RegularFile or TarEntryType.V7RegularFile
                    && file.Path.StartsWith(AppFolder, StringComparison.Ordinal))
            .GroupBy(file => file.Path[AppFolder.Length..]).ToDictionary(group => group.Key, group => group.Last().Hash);

    /// <summary>Saves an image and reads it; <paramref name="search"/> is looked for in every file of every layer.</summary>
    public static async Task<SavedImage> OfAsync(Engine engine, string image, string? search = null)
    {
        var archive = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".tar");
        try
        {
            (await engine.RunAsync("save", "--output", archive, image)).Succeeded();
            return Read(archive, search);
        }
        finally
        {
            File.Delete(archive);
        }
    }

    /// <summary>Reads the first image of an archive.</summary>
    public static SavedImage Read(string archive, string? search = null)
    {
        using var manifest = JsonDocument.Parse(Text(archive, "manifest.json"));
        var image = manifest.RootElement[0];
        var names = image.GetProperty(nameof(Layers)).EnumerateArray().Select(name => name.GetString()!).ToList();
        var layers = new Dictionary<string, Layer>();
        var links = new Dictionary<string, string>();
        foreach (var (name, entry) in Entries(archive))
        {
            if (entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink)
                links[name] = Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(name)!, entry.LinkName))[1..];
            else if (names.Contains(name) || name.EndsWith("/layer.tar", StringComparison.Ordinal))
                layers[name] = ReadLayer(entry.DataStream ?? Stream.Null, search);
        }
        return new SavedImage
        {
            Layers = [.. names.Select(name => layers[links.GetValueOrDefault(name, name)])],
            Configuration = Text(archive, image.GetProperty("Config").GetString()!),
        };
    }

    private static Layer ReadLayer(Stream stream, string? search)
    {
        using var reader = new TarReader(Unpacked(stream));
        var files = new List<LayerFile>();
        while (reader.GetNextEntry() is { } entry)
        {
            var path = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            var hash = entry.LinkName;
            if (entry.DataStream is { } data)
                hash = Convert.ToHexString(SHA256.HashData(search is null ? data : Without(search, data, path)));
            files.Add(new LayerFile(path, entry.EntryType, entry.Mode, entry.Uid, entry.Gid, hash));
        }
        return new Layer(files);
    }

    private static MemoryStream Without(string search, Stream data, string path)
    {
        var content = new MemoryStream();
        data.CopyTo(content);
        Assert.True(content.GetBuffer().AsSpan(0, (int)content.Length).IndexOf(Encoding.UTF8.GetBytes(search)) < 0,
            $"'{search}' is in {path}");
        content.Position = 0;
        return content;
    }

    private static Stream Unpacked(Stream stream)
    {
        var buffered = new BufferedStream(stream, 1 << 16);
        var isCompressed = buffered.ReadByte() == 0x1f && buffered.ReadByte() == 0x8b;
        buffered.Position = 0;
        return isCompressed ? new GZipStream(buffered, CompressionMode.Decompress) : buffered;
    }

    private static string Text(string archive, string name) =>
        Entries(archive).Where(pair => pair.Name == name).Select(pair => new StreamReader(pair.Entry.DataStream!).ReadToEnd()).First();

    private static IEnumerable<(string Name, TarEntry Entry)> Entries(string archive)
    {
        using var file = File.OpenRead(archive);
        var isCompressed = file.ReadByte() == 0x1f;
        file.Position = 0;
        using var reader = new TarReader(isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file);
        while (reader.GetNextEntry(copyData: isCompressed) is { } entry)
            yield return (entry.Name, entry);
    }
}
