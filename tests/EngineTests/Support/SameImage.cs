using System.Formats.Tar;
using System.Text.Json;

namespace MultiStage.EngineTests;

/// <summary>Two images that were made in different ways and shall not show it.</summary>
internal static class SameImage
{
    private static readonly string[] Properties = ["User", "ExposedPorts", "Entrypoint", "Cmd", "WorkingDir", "Volumes", "StopSignal",
        "Healthcheck"];

    /// <summary>Fails unless both have the same files (path, type, mode, owner, content) and the same configuration.</summary>
    /// <param name="mayDiffer">Tells by its path of a file whose content may be another; all else of it is compared.</param>
    public static async Task AssertAsync(Engine engine, string expected, string actual, Func<string, bool>? mayDiffer = null)
    {
        LayerFile Compared(LayerFile file) =>
            file.Type is TarEntryType.RegularFile or TarEntryType.V7RegularFile && mayDiffer?.Invoke(file.Path) == true
                ? file with { Hash = "" }
                : file;
        var (theirs, ours) = (await SavedImage.OfAsync(engine, expected), await SavedImage.OfAsync(engine, actual));
        Assert.Empty(Differences([.. theirs.Files.Select(Compared)], [.. ours.Files.Select(Compared)]));
        var (theirConfig, config) = (await engine.InspectAsync(expected), await engine.InspectAsync(actual));
        foreach (var property in Properties)
            Assert.Equal((property, Text(theirConfig, property)), (property, Text(config, property)));
        // By name: on scratch, docker begins with a PATH of its own.
        Assert.Equal(EngineImages.Environment(theirConfig), EngineImages.Environment(config));
        Assert.Equal(EngineImages.Labels(theirConfig), EngineImages.Labels(config));
    }

    // The few that differ, not thousands that are equal.
    private static IEnumerable<string> Differences(IReadOnlyList<LayerFile> expected, IReadOnlyList<LayerFile> actual) =>
        expected.Except(actual).Select(file => "expected " + file).Concat(actual.Except(expected).Select(file => "actual " + file))
            .Order(StringComparer.Ordinal);

    private static string Text(JsonElement image, string property) =>
        image.GetProperty("Config").TryGetProperty(property, out var value) && value.ValueKind != JsonValueKind.Null
            ? value.GetRawText()
            : "";
}
