using System.Globalization;
using MultiStage.Planning.Core;
using MultiStage.Planning.Inputs;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Layouts;

/// <summary>The stages of <see cref="GroupedLayout"/>.</summary>
internal sealed class GroupedStages(StageRequest request, GroupedLayout layout, InputPlan inputs, IReadOnlyList<UnitGroup> groups)
{
    private readonly SolutionModel solution = request.Solution;
    private readonly BuilderSteps steps = new(request);

    /// <summary>The stage that sources are mounted from; empty for the context.</summary>
    public string SourcesFrom { get; init; } = "";

    /// <inheritdoc cref="BuilderSteps.Intent"/>
    public PublishIntent Intent => steps.Intent;

    public IEnumerable<StageDraft> Drafts(bool withSources) =>
    [
        Build(),
        .. withSources ? new[] { Sources() } : [],
        .. groups.Select(Group),
        .. layout.TakesRealOutputs ? new[] { App(KnownStages.Publish) } : [App(GroupedLayout.AppStage), Assemble()],
    ];

    private StageDraft Build() => new(KnownStages.Build, request.SdkImage, "restores the packages, and finds out how each project is built",
    [
        new StepBlock(StepNames.Packages, request.Features.BuilderPackages(request)),
        new StepBlock(StepNames.Settings, steps.Settings),
        new StepBlock(StepNames.Restore, [.. inputs.RestoreSteps, steps.Restore(), Prepare()]),
    ])
    { OnBuildPlatform = true };

    private StageDraft Sources() => new(GroupedLayout.AllSources, KnownStages.Build, "holds all sources",
        [new StepBlock(StepNames.Packages), new StepBlock(StepNames.Sources, inputs.SourceSteps)]) { OnBuildPlatform = true };

    // The same properties as publish has, so that MSBuild tells of the same evaluations.
    private RunStep Prepare()
    {
        var words = new List<Word> { "dotnet", "build", steps.ProjectArgument };
        words.AddRange(steps.PublishChoice);
        words.Add("-t:_PrepareContainerUnits");
        words.AddRange(
        [
            new PropertyWord("_IsPublishing", "true"), new PropertyWord("PublishDir", $"{BuilderFolders.Output}/{AppLayers.App}/"),
            new PropertyWord("_CommandLineDefinedOutputPath", "true"), new PropertyWord(BuilderNames.UnitsRoot, BuilderFolders.Source.Text),
            new PropertyWord(BuilderNames.UnitsFolder, UnitFolders.Tool),
        ]);
        words.AddRange(steps.PublishProperties);
        return new RunStep([new Command(words, steps.Feeds.PublishEnvironment)], steps.Feeds.PublishMounts);
    }

    private StageDraft Group(UnitGroup group) => new(group.Stage, KnownStages.Build, "builds " + Names(group.Projects),
    [
        new StepBlock(StepNames.Packages),
        new StepBlock(StepNames.Settings, steps.PublishSettings),
        new StepBlock(StepNames.Publish, Unit("build", group.Projects, group.References)),
    ])
    { OnBuildPlatform = true };

    private StageDraft App(string name) => new(name, KnownStages.Build,
        layout.TakesRealOutputs ? request.Kind.PublishDescription : "compiles the app against what the libraries make public",
        [
            new StepBlock(StepNames.Packages),
            new StepBlock(StepNames.Settings, steps.PublishSettings),
            new StepBlock(StepNames.Publish, Unit("publish", [solution.Project], [.. groups.Select(group => group.Number)])),
        ])
    { OnBuildPlatform = true };

    private StageDraft Assemble() => new(KnownStages.Publish, KnownStages.Build, "puts the libraries into what the app has published",
    [
        new StepBlock(StepNames.Packages),
        new StepBlock(StepNames.Publish, new RunStep(
            [new Command(["dotnet", UnitFolders.Program, "assemble"], [])],
            [new BindMount(BuilderFolders.Output, ImagePath.Of(UnitFolders.Sources), GroupedLayout.AppStage), .. Real])),
    ])
    { OnBuildPlatform = true };

    private RunStep Unit(string command, IReadOnlyList<ContextPath> projects, IReadOnlyList<int> references)
    {
        var isReal = command == "publish" && layout.TakesRealOutputs;
        var words = new List<Word> { "dotnet", UnitFolders.Program, command };
        words.AddRange(projects.Select(project => (Word)project.Text));
        words.Add(new OptionalPropertiesWord(BuilderNames.PublishProperties));
        return new RunStep([new Command(words, steps.Feeds.PublishEnvironment)],
        [
            .. steps.Feeds.PublishMounts,
            .. UnitSources.Of(solution, projects).Select(path => new BindMount(
                SourcesFrom.Length == 0 ? path : (CopySource)(BuilderFolders.Source / path),
                ImagePath.Of(UnitFolders.Sources) / path, SourcesFrom)),
            .. references.Select(number => From(number, UnitFolders.Read, UnitFolders.References)),
            .. isReal ? Real : [],
        ]);
    }

    private IEnumerable<BindMount> Real => groups.Select(group => From(group.Number, UnitFolders.Shipped, UnitFolders.Outputs));

    private static BindMount From(int number, string part, string folder) =>
        new(BuilderFolders.Output / part, ImagePath.Of(folder) / number.ToString(CultureInfo.InvariantCulture),
            GroupedLayout.Prefix + number.ToString(CultureInfo.InvariantCulture));

    private static string Names(IReadOnlyList<ContextPath> projects)
    {
        const int Most = 4;
        var names = projects.Select(project => project.NameWithoutExtension).ToList();
        return names.Count <= Most + 1 ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(Most))} and {(names.Count - Most).ToString(CultureInfo.InvariantCulture)} more";
    }
}
