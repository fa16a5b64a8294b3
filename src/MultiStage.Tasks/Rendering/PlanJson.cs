using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MultiStage.Planning;

namespace MultiStage.Rendering;

/// <summary>The JSON form of a plan: versioned, in a fixed order, for tools and for people who ask why.</summary>
internal static class PlanJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static string Write(BuildPlan plan) => JsonSerializer.Serialize(plan, Options) + "\n";

    public static BuildPlan Read(string json) =>
        JsonSerializer.Deserialize<BuildPlan>(json, Options) ?? throw new JsonException("The plan is empty.");
}
