using System.Text.RegularExpressions;
using MultiStage.Planning.Core;
using MultiStage.Planning.Inputs;
using MultiStage.Planning.Options;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Layouts;

/// <summary>
/// A stage for each group of libraries, one that compiles the app against what they make public, and <c>publish</c>, which
/// puts the libraries themselves into the published files. An edit runs the stages again whose input it changes.
/// </summary>
internal sealed partial class GroupedLayout(SolutionModel solution, AppKind kind) : IBuildLayout
{
    /// <summary>What names of stages start with that exist in this layout alone.</summary>
    public const string Prefix = "units-";

    /// <summary>Compiles and publishes the app.</summary>
    public const string AppStage = Prefix + "app";

    /// <summary>Holds all sources, for stages that compile in their own way.</summary>
    public const string AllSources = Prefix + "sources";

    public string PackagesStage => KnownStages.Build;

    public string SourcesStage => AllSources;

    public string PublishStage => TakesRealOutputs ? KnownStages.Publish : AppStage;

    /// <summary>Whether what publish does with the outputs of libraries is more than to copy them.</summary>
    public bool TakesRealOutputs { get; } =
        solution.Publish is { IsTrimmed: true } or { IsAot: true } or { IsSingleFile: true } or { IsReadyToRun: true }
            or { IsStaticSite: true }
        || kind.CollectsRoot;

    public bool Owns(string stage) => SingleLayout.Instance.Owns(stage) || stage.StartsWith(Prefix, StringComparison.Ordinal);

    public CopyStep Published(string layer, ImagePath destination, string folder = "") =>
        SingleLayout.Instance.Published(layer, destination, folder);

    /// <summary>Why the projects cannot be built in groups; null where they can.</summary>
    public static string? Obstacle(SolutionModel solution, ContainerOptions options)
    {
        if (solution.Projects.Count < 2)
            return "there is one project only";
        if (solution.TaskProjects.Count > 0)
            return $"a target builds or runs '{solution.TaskProjects.Select(project => project.Path).Sorted()[0]}', which no project refers to";
        if (solution.FrontEnds.Count > 0)
            return $"'{solution.FrontEnds.Select(project => project.Path).Sorted()[0]}' is no project of .NET";
        if (Steps(options).FirstOrDefault(origin => origin.Length > 0) is { } step)
            return $"{step} works in or on a stage that compiles";
        var strange = solution.Projects.SelectMany(project => project.LinkedFiles.Append(project.Path)).Sorted()
            .Where(path => !PlainPath().IsMatch(path.Text)).Select(path => path.Text).FirstOrDefault();
        return strange is null ? null : $"'{strange}' has a character in its path that a mount cannot have";
    }

    public BuildDrafts Lay(StageRequest request, StageContribution added)
    {
        var needsSources = added.Stages.Any(stage => stage.From == AllSources);
        var isApart = added.FoldersApart.Count > 0 || added.ForeignFolders.Count > 0;
        var inputs = new InputPlan(request.Solution, apart: added.FoldersApart, hasSources: needsSources || isApart);
        inputs.Separate(added.ForeignFolders, request.SdkImage);
        var stages = new GroupedStages(request, this, inputs, UnitGroups.Of(request.Solution))
        {
            SourcesFrom = isApart ? AllSources : "",
        };
        return new BuildDrafts(
            [.. inputs.CarrierStages, .. stages.Drafts(needsSources || isApart)],
            (added.Inputs is null ? inputs : new InputPlan(added.Inputs)).Context(added.ContextInputs, added.ContextExclusions),
            stages.Intent);
    }

    // The project's own steps stand where they do in the layout with one stage for all: before or behind the only compilation.
    private static IEnumerable<string> Steps(ContainerOptions options)
    {
        bool IsBuilder(string stage) => stage is KnownStages.Build or KnownStages.Publish;
        var items = options.Items;
        return items.Runs.Where(run => IsBuilder(run.Place.Stage)).Select(run => $"ContainerRun '{run.Name.ReplaceLineEndings(" ")}'")
            .Concat(items.Copies.Where(copy => IsBuilder(copy.Place.Stage) || copy.From == KnownStages.Build)
                .Select(copy => $"ContainerCopy '{copy.Name}'"))
            .Concat(items.Packages.Where(package => package.Stage == KnownStages.Publish)
                .Select(package => $"ContainerPackage '{package.Name}'"))
            .Concat(items.Stages.Where(stage => IsBuilder(stage.From)).Select(stage => $"ContainerStage '{stage.Name}'"));
    }

    [GeneratedRegex(@"^[A-Za-z0-9_./+=@-]+\z")]
    private static partial Regex PlainPath();
}
