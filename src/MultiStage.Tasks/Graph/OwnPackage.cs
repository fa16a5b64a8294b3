using System.Text.Json;

namespace MultiStage.Graph;

/// <summary>MultiStage.Sdk as this machine has unpacked it.</summary>
/// <param name="Version">As the folder of unpacked packages names it.</param>
/// <param name="Source">The feed that it came from: an address or a folder; empty when NuGet has not noted it.</param>
internal sealed record OwnPackage(string Version, string Source)
{
    public const string Id = "MultiStage.Sdk";

    /// <summary>Null where the tasks were not loaded from a folder of unpacked packages.</summary>
    /// <param name="assembly">Absolute path of an assembly in the package.</param>
    public static OwnPackage? Find(string assembly)
    {
        for (var folder = Path.GetDirectoryName(assembly); folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, Id.ToLowerInvariant() + ".nuspec")))
                return new OwnPackage(Path.GetFileName(folder), SourceOf(Path.Combine(folder, ".nupkg.metadata")));
        return null;
    }

    /// <summary>The package's file in a folder that serves as a feed, flat or with a folder for each package; null for none.</summary>
    public string? FileIn(string feed)
    {
        if (!Directory.Exists(feed))
            return null;
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 2,
            MatchCasing = MatchCasing.CaseInsensitive,
        };
        return Directory.EnumerateFiles(feed, $"{Id}.{Version}.nupkg", options).Order(StringComparer.Ordinal).FirstOrDefault();
    }

    private static string SourceOf(string metadata)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(metadata));
            return json.RootElement.TryGetProperty("source", out var source) ? source.GetString() ?? "" : "";
        }
        catch (Exception exception)
            when (exception is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return "";
        }
    }
}
