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
    private readonly Dictionary<string, PartialLine> partial = new(StringComparer.Ordinal);

    public IEnumerable<BuildEvent> Read(string line)
    {
        if (!line.StartsWith('{'))
            return [];
        try
        {
            using var json = JsonDocument.Parse(line);
            // One message may tell a step's start, output and end.
            return [.. Started(json.RootElement), .. Logs(json.RootElement), .. Warnings(json.RootElement), .. Finished(json.RootElement)];
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return [];
        }
    }

    private List<BuildEvent> Started(JsonElement status) =>
    [
        .. Array(status, "vertexes").Where(vertex => Text(vertex, "started").Length > 0 && started.Add(Text(vertex, "digest")))
            .Select(vertex => new StepStarted(Text(vertex, "digest"), Text(vertex, "name"))),
    ];

    private List<BuildEvent> Finished(JsonElement status)
    {
        var events = new List<BuildEvent>();
        foreach (var vertex in Array(status, "vertexes"))
        {
            var step = Text(vertex, "digest");
            if (Text(vertex, "completed").Length == 0 || !finished.Add(step))
                continue;
            if (partial.Remove(step, out var rest) && rest.Text.Length > 0)
                events.Add(new StepOutput(step, rest.Text.ToString()));
            var error = Text(vertex, "error");
            events.Add(
                new StepFinished(step, vertex.TryGetProperty("cached", out var cached) && cached.ValueKind == JsonValueKind.True,
                    error.Length > 0 ? error : null));
        }
        return events;
    }

    // Output comes in pieces that end anywhere, even inside a character; a line is told when it is whole.
    private List<BuildEvent> Logs(JsonElement status)
    {
        var events = new List<BuildEvent>();
        foreach (var log in Array(status, "logs"))
        {
            var step = Text(log, "vertex");
            if (!partial.TryGetValue(step, out var line))
                partial[step] = line = new PartialLine(new StringBuilder(), Encoding.UTF8.GetDecoder());
            line.Add(Convert.FromBase64String(Text(log, "data")));
            var lines = line.Text.ToString().Split('\n');
            line.Text.Clear().Append(lines[^1]);
            events.AddRange(lines[..^1].Select(text => new StepOutput(step, text.TrimEnd('\r'))));
        }
        return events;
    }

    private static List<BuildEvent> Warnings(JsonElement status) =>
        [.. Array(status, "warnings")
            .Select(warning =>
                new StepWarning(Text(warning, "vertex"), Encoding.UTF8.GetString(Convert.FromBase64String(Text(warning, "short")))))];

    private static IEnumerable<JsonElement> Array(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private sealed record PartialLine(StringBuilder Text, Decoder Decoder)
    {
        public void Add(byte[] bytes)
        {
            var characters = new char[Decoder.GetCharCount(bytes, flush: false)];
            Text.Append(characters, 0, Decoder.GetChars(bytes, characters, flush: false));
        }
    }
}
