using System.Text.Json;

namespace Shop.Catalog;

internal static class WebJson
{
#if NET9_0_OR_GREATER
    public static JsonSerializerOptions Options => JsonSerializerOptions.Web;
#else
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web);
#endif
}
