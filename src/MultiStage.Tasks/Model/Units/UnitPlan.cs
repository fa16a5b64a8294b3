using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiStage.Model;

/// <summary>
/// What a builder has to know to build the projects of a graph one by one. Written once, after restore, from what MSBuild
/// says of the graph; read by the program that builds units.
/// </summary>
/// <param name="Sdk">Absolute path of the SDK's folder, which has MSBuild in it.</param>
/// <param name="Root">Absolute path of the folder that the projects lie in.</param>
/// <param name="Units">Each behind those that it refers to.</param>
internal sealed record UnitPlan(string Sdk, string Root, IReadOnlyList<Unit> Units)
{
    /// <summary>Whether what lies in a builder's place is a plan that this version reads.</summary>
    public int Version { get; init; } = 1;

    /// <summary>
    /// Whether an assembly may be found beside another alone: a reference is hidden from those that refer to the project.
    /// Outputs then lie with all their neighbours.
    /// </summary>
    public bool HasHiddenReferences { get; init; }

    /// <summary>Whether dependents read reference assemblies where a project makes one; else the real outputs.</summary>
    public bool UsesStandIns { get; init; } = true;

    /// <summary>Units of the same projects as those that a unit refers to, which are only asked how they want to be built.</summary>
    public IEnumerable<int> Questions(int index) =>
        Units[index].References.Select(reference => Units[reference].Project)
            .SelectMany(project => Enumerable.Range(0, Units.Count)
                .Where(other => Units[other].Project == project && Units[other].IsQuestion));

    public string ToJson() => JsonSerializer.Serialize(this, UnitPlanJson.Default.UnitPlan);

    /// <exception cref="InvalidDataException">The text is no such plan.</exception>
    public static UnitPlan Parse(string json) =>
        JsonSerializer.Deserialize(json, UnitPlanJson.Default.UnitPlan) is { Version: 1 } plan ? plan
            : throw new InvalidDataException("Not a plan of units that this version reads.");
}

/// <summary>A project as it is built once: an evaluation with its global properties.</summary>
/// <param name="Project">The project file, relative to the root, with '/'.</param>
/// <param name="Properties">The global properties, all of them.</param>
/// <param name="Targets">What those that refer to it ask, in the order to build them; none when nobody asks for anything.</param>
/// <param name="References">Places in the list of those that it refers to itself.</param>
internal sealed record Unit(
    string Project, IReadOnlyDictionary<string, string> Properties, IReadOnlyList<string> Targets, IReadOnlyList<int> References)
{
    /// <summary>Whether something may stand in for its output: nobody runs it while others are built.</summary>
    public bool HasStandIn { get; init; } = true;

    /// <summary>Whether it makes nothing, and only answers how its project wants to be built.</summary>
    public bool IsQuestion { get; init; }
}

/// <summary>The JSON form, without reflection at run time.</summary>
[JsonSerializable(typeof(UnitPlan))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class UnitPlanJson : JsonSerializerContext;
