using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MultiStage.Rendering;

/// <summary>The JSON form of a plan: versioned, in a fixed order, for tools and for people who ask why.</summary>
internal static partial class PlanJson
{
    // Generated code: reflection over the records would take longer than making the plan.
    private static readonly JsonSerializerOptions Options = new()
    {
        TypeInfoResolver = PlanContext.Default.WithAddedModifier(LeaveOutEmptySettings),
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private static JsonTypeInfo<BuildPlan> Plan => (JsonTypeInfo<BuildPlan>)Options.GetTypeInfo(typeof(BuildPlan));

    public static string Write(BuildPlan plan) => JsonSerializer.Serialize(plan, Plan) + "\n";

    public static BuildPlan Read(string json) =>
        JsonSerializer.Deserialize(json, Plan) ?? throw new JsonException("The plan is empty.");

    // A step says one or two of the settings, and nothing of the others.
    private static void LeaveOutEmptySettings(JsonTypeInfo type)
    {
        if (type.Type == typeof(ImageSettings))
            foreach (var property in type.Properties)
                property.ShouldSerialize = (_, value) => value is not (null or System.Collections.ICollection { Count: 0 });
    }

    [JsonSerializable(typeof(BuildPlan))]
    private sealed partial class PlanContext : JsonSerializerContext;
}
