using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace MultiStage.EngineTests;

/// <summary>What an image weighs.</summary>
/// <param name="Unpacked">Bytes of all files.</param>
/// <param name="Compressed">Bytes of all layers as they travel.</param>
internal sealed record ImageSize(long Unpacked, long Compressed)
{
    /// <summary>Measures an image of an engine that keeps compressed layers.</summary>
    public static async Task<ImageSize> OfAsync(Engine engine, string image)
    {
        var archive = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".tar");
        try
        {
            (await engine.RunAsync("save", "--output", archive, image)).Succeeded();
            var layers = Layers(archive);
            var (unpacked, compressed) = (0L, 0L);
            using var reader = new TarReader(File.OpenRead(archive));
            while (reader.GetNextEntry() is { } entry)
            {
                if (!layers.Contains(entry.Name))
                    continue;
                compressed += entry.Length;
                using var layer = new TarReader(new GZipStream(entry.DataStream!, CompressionMode.Decompress));
                while (layer.GetNextEntry() is { } file)
                    unpacked += file.Length;
            }
            return new ImageSize(unpacked, compressed);
        }
        finally
        {
            File.Delete(archive);
        }
    }

    private static HashSet<string> Layers(string archive)
    {
        using var reader = new TarReader(File.OpenRead(archive));
        while (reader.GetNextEntry() is { } entry)
            if (entry.Name == "manifest.json")
                return [.. JsonDocument.Parse(entry.DataStream!).RootElement[0].GetProperty(nameof(Layers)).EnumerateArray()
                    .Select(layer => layer.GetString()!)];
        return [];
    }
}
