using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiStage.Model;

/// <summary>
/// A path relative to the build context: <c>/</c> between the parts on every host, none at its ends, empty for the context
/// itself.
/// </summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct ContextPath : IComparable<ContextPath>
{
    private readonly string? value;

    /// <exception cref="ArgumentException">The text is a path of a host or of an image.</exception>
    public ContextPath(string text) =>
        value = text.StartsWith('/') ? throw new ArgumentException($"'{text}' is no path of the build context.", nameof(text)) : text;

    public string Value => value ?? "";

    /// <summary>Whether it is the context itself.</summary>
    public bool IsRoot => Value.Length == 0;

    /// <summary>The folder that holds it; that of a file in the context's own folder is the context.</summary>
    public ContextPath Parent => Folder(Value);

    /// <summary>Its last part.</summary>
    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    public static string Folder(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? "" : path[..slash];
    }

    public static bool IsBelow(string path, string folder) =>
        folder.Length == 0 || path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>The form that COPY takes for a folder.</summary>
    public static string AsFolder(string folder) => folder.Length == 0 ? "./" : folder + "/";

    /// <summary>Whether a part of the path below <paramref name="folder"/> starts with a dot.</summary>
    public static bool IsHiddenBelow(string path, string folder)
    {
        var rest = folder.Length == 0 ? path : path[(folder.Length + 1)..];
        return rest.Split('/').Any(part => part.StartsWith('.'));
    }

    public static implicit operator string(ContextPath path) => path.Value;

    public static implicit operator ContextPath(string text) => new(text);

    public int CompareTo(ContextPath other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    private sealed class Converter : JsonConverter<ContextPath>
    {
        public override ContextPath Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, ContextPath path, JsonSerializerOptions options) => writer.WriteStringValue(path.Value);
    }
}
