using System.Text;
using System.Text.Json;

namespace MultiStage.Engines.Progress;

/// <summary>
/// Reads <c>--progress=rawjson</c>: one JSON object a line, the solve status of BuildKit's API
/// (vertexes, statuses, logs with base64 data).
/// </summary>
internal sealed class RawJsonProgress : IProgressReader
{
    private readonly HashSet<string> started = new(StringComparer.Ordinal);
    private readonly HashSet<string> finished = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StringBuilder> partial = new(StringComparer.Ordinal);

    public IEnumerable<BuildEvent> Read(string line)
    {
        if (!line.StartsWith('{'))
            return [];
        try
        {
            using var json = JsonDocument.Parse(line);
            return [.. Vertexes(json.RootElement), .. Logs(json.RootElement)];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private List<BuildEvent> Vertexes(JsonElement status)
    {
        var events = new List<BuildEvent>();
        foreach (var vertex in Array(status, "vertexes"))
        {
            var step = Text(vertex, "digest");
            if (Text(vertex, "started").Length > 0 && started.Add(step))
                events.Add(new StepStarted(step, Text(vertex, "name")));
            if (Text(vertex, "completed").Length > 0 && finished.Add(step))
            {
                var error = Text(vertex, "error");
                events.Add(new StepFinished(step, vertex.TryGetProperty("cached", out var cached) && cached.ValueKind == JsonValueKind.True, error.Length > 0 ? error : null));
            }
        }
        return events;
    }

    // Output comes in pieces that end anywhere; a line is told when it is whole.
    private List<BuildEvent> Logs(JsonElement status)
    {
        var events = new List<BuildEvent>();
        foreach (var log in Array(status, "logs"))
        {
            var step = Text(log, "vertex");
            if (!partial.TryGetValue(step, out var buffer))
                partial[step] = buffer = new StringBuilder();
            buffer.Append(Encoding.UTF8.GetString(Convert.FromBase64String(Text(log, "data"))));
            var lines = buffer.ToString().Split('\n');
            buffer.Clear().Append(lines[^1]);
            events.AddRange(lines[..^1].Select(text => new StepOutput(step, text.TrimEnd('\r'))));
        }
        return events;
    }

    private static IEnumerable<JsonElement> Array(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
