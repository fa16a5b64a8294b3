using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiStage.Model;

/// <summary>Paths in the JSON form of a plan: their texts.</summary>
internal static class PathJson
{
    internal sealed class OfContext() : Converter<ContextPath>(ContextPath.Of);

    internal sealed class OfImage() : Converter<ImagePath>(ImagePath.Of);

    internal sealed class OfSource() : Converter<CopySource>(CopySource.AsWritten);

    internal abstract class Converter<T>(Func<string, T> parse) : JsonConverter<T> where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return parse(reader.GetString() ?? "");
            }
            catch (ArgumentException exception)
            {
                throw new JsonException(exception.Message, exception);
            }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
