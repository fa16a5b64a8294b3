using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>Reading of foreign JSON and writing of our own: strict in, the same bytes out.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions ReadOptions = new()
    {
        // Two values for one key mean that two readers may see two images.
        AllowDuplicateProperties = false,
        MaxDepth = 64,
    };

    private static readonly JsonWriterOptions WriteOptions = new()
    {
        // The content is never embedded in HTML; the strict encoder would only make + and non-ASCII text unreadable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = false,
    };

    /// <summary>Reads an object; null when it is none or is not strict JSON.</summary>
    public static JsonObject? TryParseObject(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonNode.Parse(utf8, nodeOptions: null, ReadOptions) as JsonObject;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            // The exception is dropped: its text may quote the document.
            return null;
        }
    }

    /// <summary>Reads an object; <paramref name="error"/> takes {0} what and {1} the problem.</summary>
    public static JsonObject ParseObject(ReadOnlySpan<byte> utf8, DiagnosticDescriptor error, string what) =>
        TryParseObject(utf8) ?? throw new ImageException(error, what, "it is not a JSON object");

    public static byte[] Write(JsonObject value) => Write(value.WriteTo);

    /// <summary>Writes JSON as UTF-8 without white space.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriteOptions))
            write(writer);
        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] Write(Action<Utf8JsonWriter, JsonSerializerOptions?> write) => Write(writer => write(writer, null));

    /// <summary>A string member; null when it is absent, JSON null or of another kind.</summary>
    public static string? String(this JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>An integer member; null when it is absent or of another kind.</summary>
    public static long? Integer(this JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;

    public static JsonObject? Object(this JsonNode? node, string name) => (node as JsonObject)?[name] as JsonObject;

    public static JsonArray? Array(this JsonNode? node, string name) => (node as JsonObject)?[name] as JsonArray;

    /// <summary>The strings of an array; null when it is absent; anything that is no string is left out.</summary>
    public static IReadOnlyList<string>? Strings(this JsonNode? node, string name) =>
        node.Array(name) is { } array
            ? [.. array.Select(item => item is JsonValue v && v.TryGetValue<string>(out var s) ? s : null).OfType<string>()]
            : null;
}
