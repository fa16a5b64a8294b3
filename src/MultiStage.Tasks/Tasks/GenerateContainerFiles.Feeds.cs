using MultiStage.Diagnostics;
using MultiStage.Engines.Processes;
using MultiStage.Graph;
using MultiStage.Planning.Builder;
using MultiStage.Planning.Core;
using MultiStage.Planning.Options;

namespace MultiStage.Tasks;

/// <content>Package feeds, as the builder sees them. Errors: MST1101 to MST1103; warnings: MST1104, MST1105.</content>
public sealed partial class GenerateContainerFiles
{
    private static readonly Dictionary<string, string> NoVariables = [];

    // The embedded engine restores with the settings of this machine; a file alone is made for other machines.
    private IReadOnlyList<PlanWarning> CheckFeeds(EvaluatedSolution solution, ContainerOptions options)
    {
        if (NeedsHostPublish || solution.Feeds is not { } feeds)
            return [];
        var warnings = feeds.ClearPasswords.Distinct()
            .Select(password => new PlanWarning(FeedDiagnostics.ClearPassword, password.File, password.Feed)).ToList();
        if (EngineDialect.Length == 0)
            return warnings;
        feeds.Check(Environment.GetEnvironmentVariable,
            name => options.Secrets.Any(secret => secret.Variable == name || secret.Id == name));
        if (BringsFeeds(feeds, options) || OwnPackage.Find(typeof(GenerateContainerFiles).Assembly.Location) is not { } package)
            return warnings;
        if (feeds.Locate(package) is { } file && IsIgnored(file))
            warnings.Add(new PlanWarning(FeedDiagnostics.IgnoredFeed, file, $"{Path.GetFileName(Path.GetDirectoryName(file))}/*.nupkg"));
        return warnings;
    }

    // Whoever brings an SDK image, settings or steps of his own may bring feeds with them, which cannot be seen from here.
    private bool BringsFeeds(BuilderFeeds feeds, ContainerOptions options) =>
        !feeds.IsComplete || SdkImage.Length > 0 || options.Secrets.Any(secret => secret.Id == FeedAccess.NuGetSecret)
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
                .CollectAsync(["-C", Path.GetDirectoryName(file)!, "check-ignore", "-q", "--", file], Cancellation)
                .GetAwaiter().GetResult().ExitCode == 0;
        }
        catch (ContainerException)
        {
            // Without git there is nobody to ask.
            return false;
        }
    }
}
