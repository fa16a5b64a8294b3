using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiStage.Rendering;

/// <summary>The JSON form of a plan: versioned, in a fixed order, for tools and for people who ask why.</summary>
internal static partial class PlanJson
{
    // Generated code: reflection over the records would take longer than making the plan.
    private static readonly PlanContext Context = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    });

    public static string Write(BuildPlan plan) => JsonSerializer.Serialize(plan, Context.BuildPlan) + "\n";

    public static BuildPlan Read(string json) =>
        JsonSerializer.Deserialize(json, Context.BuildPlan) ?? throw new JsonException("The plan is empty.");

    [JsonSerializable(typeof(BuildPlan))]
    private sealed partial class PlanContext : JsonSerializerContext;
}
