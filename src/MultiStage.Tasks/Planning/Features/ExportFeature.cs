using MultiStage.Planning.Core;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Features;

/// <summary>The stage <c>export</c>: the published app alone, for a folder of the host.</summary>
internal sealed class ExportFeature : IFeature
{
    public const string Name = "export";

    public IReadOnlyList<string> Stages => [Name];

    public IReadOnlyList<string> StagesOnRequest => [Name];

    public StageContribution Contribute(StageRequest request)
    {
        // Whoever reads the file of a native or single-file app wants the program; of another app, only who asks.
        var publish = request.Solution.Publish;
        return !publish.IsAot && !publish.IsSingleFile && request.Options.Items.Asked != Name
            ? StageContribution.None
            : new StageContribution
        {
            Stages = [
                new StageDraft(Name, StageNames.Scratch, "holds the published app alone, for --output",
                    [new StepBlock(StepNames.App, request.Kind.Export(request))])],
        };
    }
}
