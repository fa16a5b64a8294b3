using MultiStage.Planning.Layouts;
using MultiStage.Planning.Core;
using MultiStage.Planning.Kinds;

namespace MultiStage.Planning.Features;

/// <summary>The stage <c>export</c>: the published app alone, for a folder of the host.</summary>
internal static class ExportStage
{
    public const string Name = "export";

    public static StageContribution Contribute(StageRequest request)
    {
        // Whoever reads the file of a native or single-file app wants the program; of another app, only who asks.
        var publish = request.Solution.Publish;
        if (!publish.IsAot && !publish.IsSingleFile && request.Options.Items.Asked != Name)
            return StageContribution.None;
        var copies = publish.IsStaticSite
            ? [PublishedFiles.Copy(AppLayers.App, "/", SiteImage.WebRoot + "/")]
            : AppLayers.For(request.Solution).Append(AppLayers.Symbols)
                .Select(layer => PublishedFiles.Copy(layer, "/"));
        return new StageContribution
        {
            Stages = [new StageDraft(Name, StageNames.Scratch, "holds the published app alone, for --output", [new StepBlock(StepNames.App, [.. copies])])],
        };
    }
}
