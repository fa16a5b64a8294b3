using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MultiStage.UnitTests.Images;

/// <summary>
/// Checks documents against the OCI schemas: as much of JSON Schema draft 4 as they use. An unknown keyword is a failure, so that nothing
/// passes because nobody looked.
/// </summary>
internal static class JsonSchema
{
    private static readonly string Folder = Path.Combine(Support.Repository.Folder, "tests", "UnitTests", "Images", "Schemas");
    private static readonly string[] Silent = ["description", "$schema", "id", "definitions", "media"];

    /// <summary>What is wrong with a document, a line each; empty when it is valid.</summary>
    public static IReadOnlyList<string> Problems(string schema, ReadOnlySpan<byte> document)
    {
        var problems = new List<string>();
        Check(Load(schema), JsonNode.Parse(document), schema, "$", problems);
        return problems;
    }

    private static JsonObject Load(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!.AsObject();

    private static void Check(JsonObject schema, JsonNode? value, string file, string path, List<string> problems)
    {
        void Require(bool condition, string problem)
        {
            if (!condition)
                problems.Add($"{path}: {problem}");
        }

        foreach (var (keyword, rule) in schema)
        {
            switch (keyword)
            {
                case var _ when Silent.Contains(keyword):
                    break;
                case "$ref":
                    Follow(rule!.GetValue<string>(), value, file, path, problems);
                    break;
                case "type":
                    Require(TypeOf(value, rule!.GetValue<string>()), $"is no {rule}");
                    break;
                case "required":
                    foreach (var name in rule!.AsArray())
                        Require(value is not JsonObject o || o.ContainsKey(name!.GetValue<string>()), $"has no '{name}'");
                    break;
                case "properties" when value is JsonObject members:
                    foreach (var (name, inner) in rule!.AsObject().Where(pair => members.ContainsKey(pair.Key)))
                        Check(inner!.AsObject(), members[name], file, path + "." + name, problems);
                    break;
                case "patternProperties" when value is JsonObject members:
                    foreach (var (pattern, inner) in rule!.AsObject())
                        foreach (var (name, member) in members.Where(pair => Regex.IsMatch(pair.Key, pattern)))
                            Check(inner!.AsObject(), member, file, path + "." + name, problems);
                    break;
                case "items" when value is JsonArray array:
                    for (var i = 0; i < array.Count; i++)
                        Check(rule!.AsObject(), array[i], file, $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]", problems);
                    break;
                case "properties" or "patternProperties" or "items":
                    break;
                case "minItems":
                    Require(value is not JsonArray list || list.Count >= rule!.GetValue<int>(), "has too few items");
                    break;
                case "minimum":
                    Require(value is null || value.GetValue<double>() >= rule!.GetValue<double>(), "is too small");
                    break;
                case "maximum":
                    Require(value is null || value.GetValue<double>() <= rule!.GetValue<double>(), "is too large");
                    break;
                case "pattern":
                    Require(value is JsonValue text && Regex.IsMatch(text.GetValue<string>(), rule!.GetValue<string>()),
                        $"does not match {rule}");
                    break;
                case "enum":
                    Require(rule!.AsArray().Any(item => JsonNode.DeepEquals(item, value)), $"is none of {rule}");
                    break;
                case "format":
                    Require(rule!.GetValue<string>() switch
                    {
                        "date-time" =>
                            DateTimeOffset.TryParseExact(value!.GetValue<string>(),
                                ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture,
                                DateTimeStyles.None, out _),
                        "uri" => Uri.TryCreate(value!.GetValue<string>(), UriKind.Absolute, out _),
                        _ => throw new NotSupportedException($"format {rule}"),
                    }, $"is no {rule}");
                    break;
                case "oneOf":
                    Require(rule!.AsArray().Count(choice => Valid(choice!.AsObject(), value, file, path)) == 1,
                        "fits none or several of the choices");
                    break;
                default:
                    throw new NotSupportedException($"keyword {keyword} in {file}");
            }
        }
    }

    private static bool Valid(JsonObject schema, JsonNode? value, string file, string path)
    {
        var problems = new List<string>();
        Check(schema, value, file, path, problems);
        return problems.Count == 0;
    }

    private static void Follow(string reference, JsonNode? value, string file, string path, List<string> problems)
    {
        var parts = reference.Split('#');
        var target = parts[0].Length == 0 ? file : parts[0];
        JsonNode schema = Load(target);
        foreach (var name in parts.ElementAtOrDefault(1)?.Split('/', StringSplitOptions.RemoveEmptyEntries) ?? [])
            schema = schema[name] ?? throw new NotSupportedException(reference);
        Check(schema.AsObject(), value, target, path, problems);
    }

    private static bool TypeOf(JsonNode? value, string type) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == System.Text.Json.JsonValueKind.String,
        "integer" => value is JsonValue number && number.TryGetValue<long>(out _),
        "boolean" => value?.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
        "null" => value is null,
        _ => throw new NotSupportedException($"type {type}"),
    };
}
