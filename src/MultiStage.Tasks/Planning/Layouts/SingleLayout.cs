using MultiStage.Planning.Core;
using MultiStage.Planning.Inputs;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Layouts;

/// <summary>One stage for all projects: <c>build</c> (packages and sources), then <c>publish</c> (the files of the image).</summary>
internal sealed class SingleLayout : IBuildLayout
{
    public static readonly SingleLayout Instance = new();

    private SingleLayout()
    {
    }

    public string PackagesStage => KnownStages.Build;

    public string SourcesStage => KnownStages.Build;

    public string PublishStage => KnownStages.Publish;

    // The prefixes are those of stages that carry inputs.
    public bool Owns(string stage) =>
        stage is KnownStages.Build or KnownStages.Publish || stage.StartsWithAny("restore-inputs-", "sources-");

    public CopyStep Published(string layer, ImagePath destination, string folder = "") =>
        new([BuilderFolders.Output / $"{layer}/{folder}"], destination, KnownStages.Publish)
        {
            IsLinked = true,
            Published = new PublishedPart(layer, folder),
        };

    public BuildDrafts Lay(StageRequest request, StageContribution added)
    {
        var inputs = new InputPlan(request.Solution, apart: added.FoldersApart);
        inputs.Separate(added.ForeignFolders, request.SdkImage);
        var stages = new SingleStages(request, inputs);
        return new BuildDrafts(
            [.. inputs.CarrierStages, stages.Build(), stages.Publish()],
            (added.Inputs is null ? inputs : new InputPlan(added.Inputs)).Context(added.ContextInputs, added.ContextExclusions),
            stages.Intent);
    }
}
