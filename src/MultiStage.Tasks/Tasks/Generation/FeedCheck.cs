using MultiStage.Diagnostics;
using MultiStage.Engines.Processes;
using MultiStage.Graph;
using MultiStage.Planning.Builder;
using MultiStage.Planning.Core;
using MultiStage.Planning.Options;

namespace MultiStage.Tasks;

/// <summary>Package feeds, as the builder sees them. Errors: MST1101 to MST1103; warnings: MST1104, MST1105.</summary>
/// <param name="feeds">What nuget.config files say.</param>
/// <param name="options">What the project says.</param>
/// <param name="cancellation">Stops git.</param>
internal sealed class FeedCheck(BuilderFeeds feeds, ContainerOptions options, CancellationToken cancellation)
{
    private static readonly Dictionary<string, string> NoVariables = [];

    /// <summary>What is unlikely to be meant in the files themselves.</summary>
    public IEnumerable<PlanWarning> OfFiles() => feeds.ClearPasswords.Distinct()
        .Select(password => new PlanWarning(FeedDiagnostics.ClearPassword, password.File, password.Feed));

    /// <summary>What a builder of this machine will miss.</summary>
    public IEnumerable<PlanWarning> OfBuilder()
    {
        feeds.Check(Environment.GetEnvironmentVariable,
            name => options.Secrets.Any(secret => secret.Variable == name || secret.Id == name));
        if (BringsFeeds() || OwnPackage.Find(typeof(FeedCheck).Assembly.Location) is not { } package)
            return [];
        return feeds.Locate(package) is { } file && IsIgnored(file)
            ? [new PlanWarning(FeedDiagnostics.IgnoredFeed, file, $"{Path.GetFileName(Path.GetDirectoryName(file))}/*.nupkg")]
            : [];
    }

    // Whoever brings an SDK image, settings or steps of his own may bring feeds with them, which cannot be seen from here.
    private bool BringsFeeds() =>
        !feeds.IsComplete || options.SdkImage.Length > 0 || options.Secrets.Any(secret => secret.Id == FeedAccess.NuGetSecret)
        || options.Items.Runs.Any(run => run.Place.Stage == KnownStages.Build)
        || options.Items.Copies.Any(copy => copy.Place.Stage == KnownStages.Build);

    // A build fills a folder with this name, in a clone too.
    private bool IsIgnored(string file)
    {
        if (file.Split(Path.DirectorySeparatorChar).Contains("artifacts", StringComparer.OrdinalIgnoreCase))
            return false;
        try
        {
            return new ProcessRunner("git", NoVariables)
                .CollectAsync(["-C", Path.GetDirectoryName(file)!, "check-ignore", "-q", "--", file], cancellation)
                .GetAwaiter().GetResult().ExitCode == 0;
        }
        catch (ContainerException)
        {
            // Without git there is nobody to ask.
            return false;
        }
    }
}
