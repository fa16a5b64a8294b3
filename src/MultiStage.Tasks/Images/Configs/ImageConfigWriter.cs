using System.Globalization;
using System.Text.Json.Nodes;

namespace MultiStage.Images;

/// <summary>
/// Merges changes over a base configuration. Members come out in one order whatever the base had: the known ones first,
/// as below, then the unknown ones as the base has them.
/// </summary>
internal static class ImageConfigWriter
{
    private static readonly string[] TopMembers =
        ["created", "author", "architecture", "variant", "os", "os.version", "os.features", "config", "rootfs", "history"];

    private static readonly string[] RuntimeMembers =
        ["User", "ExposedPorts", "Env", "Entrypoint", "Cmd", "Volumes", "WorkingDir", "Labels", "StopSignal", "Healthcheck"];

    /// <param name="baseConfig">What to build upon.</param>
    /// <param name="changes">What to change.</param>
    /// <param name="layers">The layers to add, the lowest first, each with its line of history.</param>
    public static byte[] Write(ImageConfig baseConfig, ImageConfigChanges changes,
        IReadOnlyList<(Digest DiffId, LayerHistory History)> layers)
    {
        var source = baseConfig.Json;
        var created = Time(changes.Created);
        var runtime = MergeRuntime(source.Object("config"), changes.Settings);
        var values = new Dictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            ["created"] = created,
            ["author"] = changes.Author ?? source.String("author"),
            ["config"] = runtime,
            ["rootfs"] = new JsonObject
            {
                ["type"] = "layers",
                ["diff_ids"] =
                    new JsonArray(
                        [.. baseConfig.DiffIds.Concat(layers.Select(layer => layer.DiffId)).Select(id => (JsonNode)id.ToString())]),
            },
            ["history"] = History(source.Array("history"), baseConfig.DiffIds.Count, created, layers),
        };
        return StrictJson.Write(Ordered(source, values, TopMembers));
    }

    /// <summary>Writes a time as RFC 3339 in UTC with whole seconds, which every reader takes.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static JsonObject MergeRuntime(JsonObject? source, ImageSettings settings)
    {
        var values = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        if (settings.User is { } user)
            values["User"] = user.Name;
        if (settings.WorkingDirectory is { } folder)
            values["WorkingDir"] = folder.Text;
        if (settings.StopSignal is not null)
            values["StopSignal"] = settings.StopSignal;
        if (settings.Healthcheck is not null)
            values["Healthcheck"] = Health(settings.Healthcheck);
        if (settings.Entrypoint is not null)
        {
            values["Entrypoint"] = Array(settings.Entrypoint);
            values["Cmd"] = null;
        }
        if (settings.Arguments is not null)
            values["Cmd"] = Array(settings.Arguments);
        if (settings.Environment.Count > 0)
            values["Env"] = Environment(source.Strings("Env") ?? [], ByName(settings.Environment));
        if (settings.Ports.Count > 0)
            values["ExposedPorts"] = Set(source.Object("ExposedPorts"), settings.Ports.Select(Text));
        if (settings.Volumes.Count > 0)
            values["Volumes"] = Set(source.Object("Volumes"), settings.Volumes.Select(volume => volume.Text));
        if (settings.Labels.Count > 0)
            values["Labels"] = Map(source.Object("Labels"), ByName(settings.Labels));
        return Ordered(source, values, RuntimeMembers);
    }

    private static Dictionary<string, string> ByName(IEnumerable<NameValue> pairs)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
            result[pair.Name] = pair.Value;
        return result;
    }

    private static string Text(ImagePort port) => string.Create(CultureInfo.InvariantCulture, $"{port.Port}/{port.Protocol}");

    // A key of values replaces the base's member, with a null removes it; every other member is the base's.
    private static JsonObject Ordered(JsonObject? source, Dictionary<string, JsonNode?> values, string[] order)
    {
        var result = new JsonObject();
        foreach (var name in order.Concat(
            (source ?? []).Select(pair => pair.Key).Where(key => !order.Contains(key, StringComparer.Ordinal))))
        {
            if (values.TryGetValue(name, out var value))
            {
                if (value is not null)
                    result[name] = value;
            }
            else if (source?[name] is { } kept)
            {
                result[name] = kept.DeepClone();
            }
        }
        return result;
    }

    private static JsonArray Environment(IReadOnlyList<string> existing, IReadOnlyDictionary<string, string> changes)
    {
        var result = new JsonArray();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in existing)
        {
            var name = item.Split('=', 2)[0];
            if (!changes.TryGetValue(name, out var value))
                result.Add((JsonNode)item);
            else if (used.Add(name))
                result.Add((JsonNode)(name + "=" + value));
        }
        foreach (var (name, value) in changes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Where(pair => !used.Contains(pair.Key)))
            result.Add((JsonNode)(name + "=" + value));
        return result;
    }

    private static JsonObject Set(JsonObject? existing, IEnumerable<string> more)
    {
        var result = new JsonObject();
        foreach (var key in (existing ?? []).Select(pair => pair.Key).Concat(more).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal))
            result[key] = new JsonObject();
        return result;
    }

    private static JsonObject Map(JsonObject? existing, IReadOnlyDictionary<string, string> changes)
    {
        var result = new JsonObject();
        foreach (var key in (existing ?? []).Select(pair => pair.Key).Concat(changes.Keys).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal))
            result[key] = changes.TryGetValue(key, out var value) ? value : existing![key]?.DeepClone();
        return result;
    }

    private static JsonArray Array(IEnumerable<string> items) => new([.. items.Select(item => (JsonNode)item)]);

    private static JsonObject Health(Healthcheck check)
    {
        var result = new JsonObject { ["Test"] = Array(check.Test) };
        // Docker counts these in nanoseconds.
        if (check.Interval is { } interval)
            result["Interval"] = interval.Ticks * 100;
        if (check.Timeout is { } timeout)
            result["Timeout"] = timeout.Ticks * 100;
        if (check.StartPeriod is { } start)
            result["StartPeriod"] = start.Ticks * 100;
        if (check.Retries is { } retries)
            result["Retries"] = retries;
        return result;
    }

    // Each layer needs one line that is not marked empty, or tools that pair them fail: a base with too few gets them here.
    private static JsonArray History(JsonArray? existing, int baseLayers, string created,
        IReadOnlyList<(Digest DiffId, LayerHistory History)> layers)
    {
        var result = new JsonArray();
        var lines = existing ?? [];
        var full =
            lines.Count(line => line is JsonObject o && !(o["empty_layer"] is JsonValue v && v.TryGetValue<bool>(out var empty) && empty));
        for (var missing = baseLayers - full; missing > 0; missing--)
            result.Add(
                new JsonObject { ["created_by"] = "unknown", ["comment"] = "a layer of the base image, which had no history for it" });
        foreach (var line in lines.OfType<JsonObject>())
            result.Add(line.DeepClone());
        foreach (var (_, history) in layers)
        {
            var line = new JsonObject { ["created"] = created, ["created_by"] = history.CreatedBy };
            if (history.Comment is not null)
                line["comment"] = history.Comment;
            result.Add(line);
        }
        return result;
    }
}
