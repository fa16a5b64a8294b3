using System.Globalization;
using System.Text;

namespace MultiStage.Images;

/// <summary>
/// One text for everything that decides a layer's bytes. Times of source files are not in it: they do not reach the
/// layer, and a build that writes the same bytes again shall find its layer again.
/// </summary>
internal static class LayerFingerprint
{
    // Change it when the same inputs become other bytes.
    private const string Version = "layer-1";

    public static string Of(IReadOnlyList<LayerEntry> arranged, IReadOnlyDictionary<string, Digest> hashes, LayerOptions options)
    {
        var text = new StringBuilder();
        // The compressor is a part of .NET: another version may compress to other bytes.
        Add(text, Version, StableGZip.Version, Environment.Version.ToString(), Number((int)options.Compression),
            Number(options.Timestamp.ToUnixTimeSeconds()));
        foreach (var entry in arranged)
        {
            Add(text, Number((int)entry.Kind), entry.Path, Number((int)entry.Mode), Number(entry.UserId), Number(entry.GroupId),
                entry.LinkTarget ?? "",
                entry.Content is { } content ? Digest.Of(content.Span).Hex : entry.SourcePath is null ? "" : hashes[entry.SourcePath].Hex);
            if (entry.Time is { } time)
                Add(text, "time", Number(time.ToUnixTimeSeconds()));
        }
        return text.ToString();
    }

    // Lengths before values: no two lists of values give one text.
    private static void Add(StringBuilder text, params ReadOnlySpan<string> values)
    {
        foreach (var value in values)
            text.Append(CultureInfo.InvariantCulture, $"{value.Length}:{value},");
        text.Append('\n');
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
