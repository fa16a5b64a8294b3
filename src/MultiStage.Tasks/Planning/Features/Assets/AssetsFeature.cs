using MultiStage.Diagnostics;
using MultiStage.Planning.Core;
using MultiStage.Planning.Options;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Features.Assets;

/// <summary><c>ContainerAssets</c>: a stage on a Node image for each front end, and its files in the image.</summary>
internal sealed class AssetsFeature : IFeature
{
    private const string StageName = AssetOptions.StageName;

    public IReadOnlyList<string> Stages => [StageName];

    public IReadOnlyList<string> StagePrefixes => [StageName + "-"];

    // Where restore and publish would run npm themselves.
    public IEnumerable<Word> BuilderProperties(StageRequest request) =>
    [
        .. request.Solution.Publish.HasSpaTarget ? [new PropertyWord(BuilderNames.SpaBuild, "false")] : Array.Empty<Word>(),
        // The JavaScript SDK's own switches.
        .. request.Solution.FrontEnds.Count > 0
            ? [new PropertyWord("ShouldRunBuildScript", "false"), new PropertyWord("ShouldRunNpmInstall", "false")]
            : Array.Empty<Word>(),
    ];

    public ContainerException? Explain(StepFailure failure) =>
        InstallErrors.Of(failure.Output, failure.Origin.Length > 0 ? failure.Origin : $"The stage '{failure.Stage}'");

    public StageContribution Contribute(StageRequest request)
    {
        var assets = request.Options.Items.Assets.Items.OrderBy(asset => asset.Folder.Location)
            .ThenBy(asset => asset.Name, StringComparer.Ordinal).ToList();
        var names = Names(assets);
        var stages = assets.Select((asset, index) => new AssetStage(asset, names[index], request)).ToList();
        return new StageContribution
        {
            Stages = [.. stages.Select(stage => stage.Draft)],
            Steps = [.. stages.Select(stage => stage.Delivery)],
            ContextInputs = [
                .. assets.SelectMany(asset => asset.Folder.InstallInputs.Concat(asset.Folder.Settings).Append(asset.Folder.Location))],
            ContextExclusions = [
                .. stages.Select(stage => stage.OutputFolder)
                    .Where(folder => assets.Any(asset => folder.IsBelow(asset.Folder.Location)))],
            ForeignFolders = [.. assets.Select(asset => asset.Folder.Location).Where(path => !path.IsRoot)],
        };
    }

    // By the folder's own name where that tells them apart, else by the whole path.
    private static IReadOnlyList<string> Names(IReadOnlyList<AssetOption> assets)
    {
        if (assets.Count == 1)
            return [StageName];
        var last = assets.Select(asset => Slug(asset.Folder.Location.Name)).ToList();
        return [.. assets.Select(
            (asset, index) => $"{StageName}-{(last.Count(name => name == last[index]) == 1 ? last[index] : Slug(asset.Folder.Location.Text))}")];
    }

    private static string Slug(string text)
    {
        var slug =
            new string([.. text.ToLowerInvariant().Select(character => char.IsAsciiLetterOrDigit(character) ? character : '-')]).Trim('-');
        return slug.Length == 0 ? "root" : slug;
    }
}
