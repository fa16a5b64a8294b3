using System.Text.Json.Nodes;

namespace MultiStage.Images;

/// <summary>What a layer's inputs became: enough to name the layer without making it.</summary>
internal sealed record LayerRecord(Digest DiffId, Digest Digest, long Size);

/// <summary>
/// Remembers layers by the fingerprint of their inputs. A record is written after its content, and is only believed while
/// the content is there, so a kill at any moment costs a repetition and nothing else.
/// </summary>
internal sealed class LayerRecords(ContentStore store)
{
    public LayerRecord? Find(string fingerprint)
    {
        var path = store.PathOf("layers", fingerprint);
        try
        {
            var json = StrictJson.TryParseObject(File.ReadAllBytes(path));
            if (Digest.TryParse(json.String("diffId"), out var diffId, out _)
                && Digest.TryParse(json.String("digest"), out var digest, out _)
                && json.Integer("size") is { } size
                && store.Contains(digest, size))
            {
                store.Touch(path);
                return new LayerRecord(diffId, digest, size);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No record, or one that cannot be read, is no record.
        }
        return null;
    }

    public void Save(string fingerprint, LayerRecord record)
    {
        var json = new JsonObject { ["diffId"] = record.DiffId.ToString(), ["digest"] = record.Digest.ToString(), ["size"] = record.Size };
        SideTable.Write(store, store.PathOf("layers", fingerprint), StrictJson.Write(json));
    }
}

/// <summary>Writes the small files beside the content.</summary>
internal static class SideTable
{
    public static void Write(ContentStore store, string path, byte[] content)
    {
        var temporary = store.NewTemporaryPath();
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The build does not depend on it, only its speed the next time.
            AtomicFile.TryDelete(temporary);
        }
    }
}
