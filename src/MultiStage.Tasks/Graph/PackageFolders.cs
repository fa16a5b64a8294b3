using NuGet.Configuration;

namespace MultiStage.Graph;

/// <summary>Where restore unpacks packages for projects that say so themselves. They are no sources, wherever they lie.</summary>
internal static class PackageFolders
{
    private static readonly string[] ConfigNames = ["nuget.config", "NuGet.config", "NuGet.Config"];

    /// <summary>Absolute paths; the folders need not exist yet.</summary>
    public static IEnumerable<string> Of(IEnumerable<string> projectFolders)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var project in projectFolders)
            for (var folder = project; folder is not null && seen.Add(folder); folder = Path.GetDirectoryName(folder))
                if (ConfigNames.FirstOrDefault(name => File.Exists(Path.Combine(folder, name))) is { } name
                    && Folder(folder, name) is { } packages)
                    yield return packages;
    }

    private static string? Folder(string folder, string name)
    {
        try
        {
            var value = new Settings(folder, name).GetSection(ConfigurationConstants.Config)?.Items.OfType<AddItem>()
                .FirstOrDefault(
                    item => item.Key.Equals(ConfigurationConstants.GlobalPackagesFolder, StringComparison.OrdinalIgnoreCase))?.Value;
            return string.IsNullOrEmpty(value) ? null : Path.GetFullPath(value.Replace('\\', Path.DirectorySeparatorChar), folder);
        }
        catch (NuGetConfigurationException)
        {
            // Restore reports a broken file with line and column.
            return null;
        }
    }
}
