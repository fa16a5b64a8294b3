using MultiStage.Planning.Images;

namespace MultiStage.Planning.Builder;

/// <summary>The one step that installs packages in a stage and leaves nothing but them in its layer.</summary>
internal static class PackageInstall
{
    // Beside the folder that Debian's images empty after every installation (apt.conf.d/docker-clean), so that the image's
    // own settings need no change for the downloads to be kept in the mount.
    private const string AptArchives = "/var/cache/apt/multistage";

    /// <param name="packages">Names with versions, empty for the newest.</param>
    public static RunStep Step(PackageManager manager, IEnumerable<NameValue> packages)
    {
        var words = packages.DistinctBy(package => package.Name).OrderBy(package => package.Name, StringComparer.Ordinal)
            .Select(package => (Word)(package.Name + (package.Value.Length == 0 ? "" : Separator(manager) + package.Value))).ToList();
        return manager switch
        {
            PackageManager.Apt => new RunStep(
                [
                    Command("apt-get", "update"),
                    new Command(
                        ["apt-get", "install", "-y", "--no-install-recommends", "-o", $"Dir::Cache::Archives={AptArchives}", .. words],
                        [new CommandVariable("DEBIAN_FRONTEND", "noninteractive")]),
                ],
                // Lists and downloads never become part of the layer. Builds at the same time wait: apt locks its folders.
                [new CacheMount("multistage-apt-cache", ImagePath.Of("/var/cache/apt"), IsLocked: true),
                    new CacheMount("multistage-apt-lists", ImagePath.Of("/var/lib/apt/lists"), IsLocked: true)]),
            PackageManager.Apk => new RunStep([new Command(["apk", "add", "--no-cache", .. words], [])], []),
            PackageManager.Tdnf => new RunStep([new Command(["tdnf", "install", "-y", .. words], []), Command("tdnf", "clean", "all")], []),
            PackageManager.Dnf =>
                new RunStep(
                    [new Command(["dnf", "install", "-y", "--nodocs", "--setopt=install_weak_deps=False", .. words], []),
                        Command("dnf", "clean", "all")], []),
            _ => throw new ArgumentOutOfRangeException(nameof(manager)),
        };
    }

    private static string Separator(PackageManager manager) => manager is PackageManager.Apt or PackageManager.Apk ? "=" : "-";

    private static Command Command(params string[] words) => new([.. words.Select(word => (Word)word)], []);
}
