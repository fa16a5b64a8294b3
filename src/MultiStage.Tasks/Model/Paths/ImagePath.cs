using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiStage.Model;

/// <summary>
/// A path in an image or builder, with <c>/</c> between the parts: absolute, or relative to the working directory at that
/// place. A slash at its end means a folder, as in COPY.
/// </summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct ImagePath
{
    private readonly string? value;

    public ImagePath(string text) => value = text;

    public string Value => value ?? "";

    public bool IsAbsolute => Value.StartsWith('/');

    /// <summary>Whether it is written as a folder.</summary>
    public bool IsFolder => Value.EndsWith('/');

    /// <summary>The absolute path without <c>.</c>, <c>..</c> and empty parts; a slash at the end stays.</summary>
    /// <param name="workingDirectory">Where a relative path starts.</param>
    public ImagePath From(ImagePath workingDirectory)
    {
        var parts = new List<string>();
        foreach (var part in (IsAbsolute ? Value : workingDirectory + "/" + Value).Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
        {
            if (part != "..")
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
        }
        return "/" + string.Join('/', parts) + (IsFolder && parts.Count > 0 ? "/" : "");
    }

    public static implicit operator string(ImagePath path) => path.Value;

    public static implicit operator ImagePath(string text) => new(text);

    public override string ToString() => Value;

    private sealed class Converter : JsonConverter<ImagePath>
    {
        public override ImagePath Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, ImagePath path, JsonSerializerOptions options) => writer.WriteStringValue(path.Value);
    }
}
