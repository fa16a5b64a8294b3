using System.Text.Json;

namespace MultiStage.Publishing;

/// <summary>What a restore left in <c>project.assets.json</c>.</summary>
internal static class RestoredAssets
{
    /// <summary>Whether the packages for a framework and runtime identifier have been chosen.</summary>
    public static bool Have(string assetsFile, string targetFramework, string runtimeIdentifier)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
            return json.RootElement.TryGetProperty("targets", out var targets)
                && targets.EnumerateObject().Any(target => target.NameEquals($"{targetFramework}/{runtimeIdentifier}"));
        }
        catch (Exception exception) when (exception is IOException or JsonException or InvalidOperationException)
        {
            // Restore makes a new one.
            return false;
        }
    }
}
