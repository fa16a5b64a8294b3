using MultiStage.Diagnostics;
using NuGet.Configuration;

namespace MultiStage.Graph;

/// <summary>
/// The package feeds that the builder will know: what the nuget.config files of the repository say, and the gallery that
/// NuGet adds by itself. Nothing is asked over the network.
/// </summary>
/// <param name="configs">The nuget.config files from the published project upwards, the nearest first.</param>
/// <param name="others">Those of other projects.</param>
/// <param name="repository">The folder that was taken as the repository; what lies outside is not seen.</param>
internal sealed class BuilderFeeds(IReadOnlyList<NuGetConfig> configs, IReadOnlyList<NuGetConfig> others, string repository)
{
    /// <summary>Whether there is nothing else that names feeds, such as properties of the project.</summary>
    public bool IsComplete { get; init; } = true;

    private IEnumerable<NuGetConfig> All => configs.Concat(others);

    /// <summary>Feeds whose passwords everybody can read who reads the file.</summary>
    public IEnumerable<(string File, string Feed)> ClearPasswords =>
        All.SelectMany(config => config.ClearPasswords.Select(feed => (config.File, feed)));

    /// <summary>Throws when restore in the builder would go wrong for a reason that can be seen here.</summary>
    /// <param name="environment">Reads a variable.</param>
    /// <param name="isGiven">Whether the project gives the variable as a secret.</param>
    /// <exception cref="ContainerException">MST1101, MST1102.</exception>
    public void Check(Func<string, string?> environment, Func<string, bool> isGiven)
    {
        // Credentials may be for a feed that only the settings of an account name; the builder never asks that.
        var known = All.SelectMany(config => config.Feeds).Select(feed => feed.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, place, file, feed, isNeeded) in All.SelectMany(config => config.Variables))
            if (isNeeded && (feed.Length == 0 || known.Contains(feed)) && string.IsNullOrEmpty(environment(name)) && !isGiven(name))
                throw new ContainerException(FeedDiagnostics.MissingVariable, name, Sentence(place), file) { File = file };
        foreach (var config in All)
            foreach (var feed in config.Feeds)
                if (feed is { IsEnabled: true, IsRooted: true, Folder: { } folder } && IsVisible(folder))
                    throw new ContainerException(FeedDiagnostics.RootedFeed, feed.Name, config.File, feed.Text,
                        Path.GetRelativePath(Path.GetDirectoryName(config.File)!, folder).Replace('\\', '/')) { File = config.File };
    }

    /// <summary>Finds the package's file in a feed that the builder will see; null where only a server can tell.</summary>
    /// <exception cref="ContainerException">MST1103: no feed can have it.</exception>
    public string? Locate(OwnPackage package)
    {
        var settings = Settings.LoadSettingsGivenConfigPaths([.. configs.Select(config => config.File)]);
        var enabled = new PackageSourceProvider(settings).LoadPackageSources().Where(source => source.IsEnabled)
            .Select(source => source.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        // The nearest file that names a feed is the one that counts.
        var seen = configs.SelectMany(config => config.Feeds)
            .Where(feed => !feed.IsFallback && feed.IsEnabled && enabled.Contains(feed.Name))
            .DistinctBy(feed => feed.Name, StringComparer.OrdinalIgnoreCase).ToList();
        var mapping = PackageSourceMapping.GetPackageSourceMapping(settings);
        var mapped = mapping.GetConfiguredPackageSources(OwnPackage.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var allowed = mapping.IsEnabled ? seen.Where(feed => mapped.Contains(feed.Name)).ToList() : seen;

        if (allowed.Select(feed => FileIn(feed, package)).FirstOrDefault(file => file is not null) is { } found)
            return found;
        // A server may have it. Of the public gallery it is known that it has not, unless this machine got it there.
        var isPublic = package.Source.Length == 0 || new NuGetFeed("", package.Source, true).IsPublicGallery;
        var seesGallery = !mapping.IsEnabled && !configs.Any(config => config.ClearsSources);
        if (allowed.Any(feed => feed.IsRemote && (isPublic || !feed.IsPublicGallery)) || (isPublic && seesGallery))
            return null;
        var (reason, way) = Reason(package, seen.FirstOrDefault(feed => FileIn(feed, package) is not null));
        throw new ContainerException(FeedDiagnostics.PackageNotVisible, package.Version, reason, repository, way);
    }

    private string? FileIn(NuGetFeed feed, OwnPackage package) =>
        feed.Folder is { } folder && IsVisible(folder) ? package.FileIn(folder) : null;

    private (string Reason, string Way) Reason(OwnPackage package, NuGetFeed? unmapped)
    {
        if (unmapped is not null)
            return ($"packageSourceMapping does not let it come from the feed '{unmapped.Name}', which has it",
                $"Add <packageSource key=\"{unmapped.Name}\"><package pattern=\"MultiStage.*\" /></packageSource> to packageSourceMapping");
        foreach (var config in configs)
            if (config.Feeds.FirstOrDefault(feed => FileIn(feed, package) is not null) is { } dropped)
                return ($"the feed '{dropped.Name}' in '{config.File}' has it and is disabled, "
                    + "or taken back by a <clear /> that stands behind it or in a file further down",
                    $"Put <add key=\"{dropped.Name}\" … /> behind the last <clear />, and out of disabledPackageSources");
        var reason = package.Source.Length > 0
            ? $"this machine has it from '{package.Source}', which no nuget.config of the repository names"
            : "no nuget.config of the repository names one that could";
        return (reason,
            Uri.TryCreate(package.Source, UriKind.Absolute, out var address) && !address.IsFile
                ? "Add that feed to the nuget.config of the repository"
                : "Copy the package file into a folder of the repository, such as feed, and name that in its nuget.config: "
                    + "<add key=\"feed\" value=\"feed\" />");
    }

    private bool IsVisible(string folder) => Directory.Exists(folder) && PathQuestions.IsSameOrBelow(folder, repository);

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
