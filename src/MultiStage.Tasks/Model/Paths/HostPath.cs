using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiStage.Model;

/// <summary>
/// An absolute path of this machine, as this machine writes it. It converts to text for whoever opens files, and never to a
/// path of the context or of an image: those are made by whoever knows where the context begins.
/// </summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct HostPath
{
    private readonly string? value;

    /// <param name="text">An absolute path; empty for none.</param>
    public HostPath(string text) => value = text;

    public string Value => value ?? "";

    public bool IsEmpty => Value.Length == 0;

    public static implicit operator string(HostPath path) => path.Value;

    public static implicit operator HostPath(string text) => new(text);

    public override string ToString() => Value;

    private sealed class Converter : JsonConverter<HostPath>
    {
        public override HostPath Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, HostPath path, JsonSerializerOptions options) => writer.WriteStringValue(path.Value);
    }
}
