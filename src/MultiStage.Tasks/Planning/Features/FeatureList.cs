using MultiStage.Planning.Layouts;
using MultiStage.Planning.Kinds;
using MultiStage.Planning.Core;
using MultiStage.Planning.Features.Assets;
using MultiStage.Planning.Features;
using MultiStage.Planning.Features.Migrations;
using MultiStage.Planning.Features.Tests;

namespace MultiStage.Planning.Features;

/// <summary>
/// The features that add stages and steps. Each is a pure function of the request; to add one, write it and put it here.
/// </summary>
internal static class StageSources
{
    private static readonly IReadOnlyList<Func<StageRequest, StageContribution>> All =
    [
        // Steps at the same place stand in this order.
        AssetStages.Contribute,
        OwnStages.Contribute,
        ExportStage.Contribute,
        MigrationStages.Contribute,
        TestStages.Contribute,
    ];

    /// <summary>What all features together add.</summary>
    public static StageContribution Contribute(StageRequest request)
    {
        var contributions = All.Select(source => source(request)).ToList();
        return new StageContribution
        {
            Stages = [.. contributions.SelectMany(contribution => contribution.Stages)],
            Steps = [.. contributions.SelectMany(contribution => contribution.Steps)],
            ContextInputs = contributions.SelectMany(contribution => contribution.ContextInputs).Sorted(),
            ContextExclusions = contributions.SelectMany(contribution => contribution.ContextExclusions).Sorted(),
            ForeignFolders = contributions.SelectMany(contribution => contribution.ForeignFolders).Sorted(),
        };
    }
}
