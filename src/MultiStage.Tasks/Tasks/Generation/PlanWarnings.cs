using MultiStage.Diagnostics;
using MultiStage.Graph;
using MultiStage.Planning;
using MultiStage.Planning.Builder;
using MultiStage.Planning.Core;
using MultiStage.Planning.Options;

namespace MultiStage.Tasks;

/// <summary>What is said of a plan beside the errors.</summary>
/// <param name="solution">What was evaluated.</param>
/// <param name="options">What the project says.</param>
internal sealed class PlanWarnings(EvaluatedSolution solution, ContainerOptions options)
{
    /// <summary>Whether a builder restores and compiles; else this machine does, with its own settings.</summary>
    public required bool HasBuilder { get; init; }

    /// <summary>Whether the builder is one of this machine; a file alone is made for other machines.</summary>
    public required bool IsBuiltHere { get; init; }

    /// <exception cref="ContainerException">MST1014, MST1054, MST1101 to MST1103: the builder would fail.</exception>
    public IReadOnlyList<PlanWarning> All(CancellationToken cancellation)
    {
        List<PlanWarning> warnings =
        [
            .. Planner.Warnings(solution.Model, options).Where(warning => HasBuilder || !warning.IsOfBuilder),
            .. Vocabulary.Warnings(solution.Model.Names),
        ];
        if (HasBuilder)
        {
            warnings.AddRange(OfFeeds(cancellation));
            Workloads.Check(solution.Model, options);
            HistoryReads.Check(solution.Model, options);
        }
        warnings.AddRange(solution.ChangedItems.Select(ChangedWord));
        return warnings;
    }

    private IEnumerable<PlanWarning> OfFeeds(CancellationToken cancellation)
    {
        if (solution.Feeds is not { } feeds)
            return [];
        var check = new FeedCheck(feeds, options, cancellation);
        return IsBuiltHere ? check.OfFiles().Concat(check.OfBuilder()) : check.OfFiles();
    }

    private static PlanWarning ChangedWord(ChangedItem item) => new(
        OptionDiagnostics.ChangedWord, item.Item, item.Written, item.Read is null
            ? "takes for a pattern of files and finds none"
            : $"reads as '{item.Read}'");
}
