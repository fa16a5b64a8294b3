using System.Text.Json;

namespace MultiStage.RuntimeFiles;

/// <summary>What the app says it does without.</summary>
internal sealed record RuntimeFeatures
{
    /// <summary>No cultures, and so no ICU.</summary>
    public bool IsInvariantGlobalization { get; init; }

    /// <summary>No time zones but UTC.</summary>
    public bool IsInvariantTimezone { get; init; }

    /// <summary>ICU comes with the app.</summary>
    public bool HasOwnIcu { get; init; }

    /// <summary>Whether it may use OpenSSL; null to look into its files.</summary>
    public bool? UsesOpenSsl { get; init; }

    /// <summary>Libraries that it opens by name.</summary>
    public IReadOnlyList<string> OpenedLibraries { get; init; } = [];

    /// <summary>Libraries that it does without when the builder has none.</summary>
    public IReadOnlySet<string> OptionalLibraries { get; init; } = new HashSet<string>();

    /// <summary>With what a runtimeconfig.json says, which the runtime believes rather than the project.</summary>
    /// <param name="json">The file's content.</param>
    public RuntimeFeatures With(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json,
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (!document.RootElement.TryGetProperty("runtimeOptions", out var options)
                || !options.TryGetProperty("configProperties", out var settings)
                || settings.ValueKind != JsonValueKind.Object)
                return this;
            return this with
            {
                IsInvariantGlobalization = Switch(settings, "System.Globalization.Invariant") ?? IsInvariantGlobalization,
                IsInvariantTimezone = Switch(settings, "System.TimeZoneInfo.Invariant") ?? IsInvariantTimezone,
                HasOwnIcu = settings.TryGetProperty("System.Globalization.AppLocalIcu", out _) || HasOwnIcu,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The runtime will say what is wrong with the file.
            return this;
        }
    }

    private static bool? Switch(JsonElement settings, string name) =>
        !settings.TryGetProperty(name, out var value) ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : value.ValueKind == JsonValueKind.String && bool.TryParse(value.GetString(), out var text) ? text
        : null;
}
