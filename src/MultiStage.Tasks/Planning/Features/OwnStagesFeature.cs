using MultiStage.Diagnostics;
using MultiStage.Planning.Core;
using MultiStage.Planning.Options;
using MultiStage.Planning.Runtime;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Features;

/// <summary>The project's own stages and steps: <c>ContainerStage</c>, <c>ContainerCopy</c>, <c>ContainerRun</c>.</summary>
internal sealed class OwnStagesFeature : IFeature
{
    public StageContribution Contribute(StageRequest request)
    {
        var items = request.Options.Items;
        return new StageContribution
        {
            Stages = [.. items.Stages.OrderBy(stage => stage.Name, StringComparer.Ordinal).Select(stage => Draft(stage, request))],
            // A command often works on what was copied, so copies go first where nothing else is said.
            Steps = [.. items.Copies.Select(copy => Copy(copy, request)), .. items.Runs.Select(Run)],
            ContextInputs = [
                .. items.Copies.Where(copy => copy.From.Length == 0).SelectMany(copy => copy.Sources)
                    .Select(source => source == "./" ? ContextPath.Root : ContextPath.Of(source.TrimEnd('/')))],
        };
    }

    private static StageDraft Draft(StageOption stage, StageRequest request)
    {
        CheckName(stage.Name, request);
        var origin = $"ContainerStage '{stage.Name}'";
        StageRules.OnOneLine(origin, "WorkingDirectory", stage.WorkingDirectory);
        var blocks = new List<StepBlock> { new(StepNames.Packages) };
        if (stage.WorkingDirectory.Length > 0)
            blocks.Add(new StepBlock(StepNames.Settings, new WorkingDirectoryStep(ImagePath.Of(stage.WorkingDirectory))));
        return new StageDraft(
            stage.Name,
            stage.From.Length == 0 ? KnownStages.Base : stage.From,
            stage.Description.Length == 0 ? "is a stage of the project's own" : stage.Description,
            blocks)
        {
            Origin = origin,
            OnBuildPlatform = StageRules.Boolean(origin, "OnBuildPlatform", stage.OnBuildPlatform),
        };
    }

    private static void CheckName(string name, StageRequest request)
    {
        if (!StageNames.IsValid(name))
            throw new ContainerException(StageDiagnostics.InvalidStageName, name);
        if (StageNames.IsReserved(name) || request.Layout.Owns(name) || request.Features.Owns(name))
            throw new ContainerException(StageDiagnostics.ReservedStageName, name);
    }

    private static StepAddition Copy(CopyOption copy, StageRequest request)
    {
        var origin = $"ContainerCopy '{copy.Name}'";
        StageRules.OnOneLine(origin, "Destination", copy.Destination);
        StageRules.Owner(origin, copy.Owner);
        StageRules.Mode(origin, copy);
        foreach (var source in copy.Sources)
            StageRules.OnOneLine(origin, "Source", source);
        var destination = copy.Destination.Length == 0 ? ImagePath.Here : ImagePath.Of(copy.Destination);
        if (copy.Sources.Count > 1)
            destination = destination.AsFolder;
        var step = new CopyStep([.. copy.Sources.Select(CopySource.AsWritten)], destination, copy.From)
        {
            Owner = copy.Owner.Length == 0 ? null : copy.Owner,
            Mode = copy.Mode.Length == 0 ? null : copy.Mode,
            HasPatterns = copy.From.Length > 0,
        };
        // Engines give the mode to folders that they make on the way, too, and nobody could enter one of mode 0644.
        if (copy.Mode.Length > 0 && !StageRules.CanEnter(copy.Mode) && Folder(destination) is { } folder
            && WorkingDirectories.Of(copy.Place.Stage, request) is { } back && folder != back)
            return Place(copy.Place, copy.Name, origin, [new WorkingDirectoryStep(folder), new WorkingDirectoryStep(back), step]) with
            {
                User = copy.Owner.Length == 0 ? UserSwitch.Root : copy.Owner,
            };
        return Place(copy.Place, copy.Name, origin, [step]);
    }

    // The folder that the copy would have to make; null for the working directory.
    private static ImagePath? Folder(ImagePath destination)
    {
        var slash = destination.Text.LastIndexOf('/');
        return slash < 0 || destination.Text[..slash] is "" or "." ? null : ImagePath.Of(destination.Text[..slash]);
    }

    private static StepAddition Run(RunOption run)
    {
        var origin = $"ContainerRun '{run.Name.ReplaceLineEndings(" ")}'";
        var command = run.Command.ReplaceLineEndings("\n").Trim();
        if (command.Length == 0)
            throw new ContainerException(StageDiagnostics.InvalidMetadata, origin, "Command", run.Command, "a command line");
        StageRules.User(origin, run.User);
        return Place(run.Place, run.Name, origin, [new RunStep([new Command([new ShellWord(command)], [])], [])]) with { User = run.User };
    }

    private static StepAddition Place(PlaceOption place, string name, string origin, IReadOnlyList<Step> steps) =>
        new(place.Stage.Length == 0 ? KnownStages.Final : place.Stage, name, steps) { Origin = origin, Before = place.Before,
            After = place.After };
}
