using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Inputs;

/// <summary>
/// Which files enter the builder, in which order. Restore inputs come first and by name, so that an edited source leaves
/// the restored packages in place; then the projects' folders as they are.
/// </summary>
internal sealed class InputPlan
{
    // Engines refuse to export a stage of more than 125 layers; beyond this number, stages of their own carry the copies.
    private const int MostCopiesInOneStage = 80;

    // Holds the projects' folders without what other stages build from them.
    private const string SeparatedStage = "sources-dotnet";

    private readonly InputSet solution;
    private readonly IReadOnlyList<ContextPath> projectFolders;
    private readonly IReadOnlyList<ContextPath> apart;

    /// <param name="solution">Whose inputs.</param>
    /// <param name="prefix">Of the names of carrier stages.</param>
    /// <param name="apart">Folders of projects that are copied elsewhere, and must not come along with a folder around them.</param>
    /// <param name="hasSources">Whether the projects' folders are copied, too, and not what restore reads alone.</param>
    public InputPlan(InputSet solution, string prefix = "", IReadOnlyList<ContextPath>? apart = null, bool hasSources = true)
    {
        this.solution = solution;
        this.apart = [
            .. (apart ?? []).Where(
                folder => !solution.Projects.Any(project => project.Files.Any(file => file.IsBelow(folder))))];
        projectFolders =
            OuterFolders(
                solution.Projects.Where(project => !solution.FrontEnds.Any(frontEnd => frontEnd.Path == project.Path))
                    .Select(project => project.Path.Folder));
        var restore = RestoreCopies().ToList();
        var sources = hasSources ? SourceCopies().ToList() : [];
        if (restore.Count + sources.Count <= MostCopiesInOneStage)
        {
            (RestoreSteps, SourceSteps, CarrierStages) = ([.. restore, .. MarkerSteps()], sources, []);
            return;
        }
        var restoreCarriers = Carriers(prefix + "restore-inputs", "carries files that restore reads", restore);
        var sourceCarriers = Carriers(prefix + "sources", "carries source folders", sources);
        CarrierStages = [.. restoreCarriers, .. sourceCarriers];
        RestoreSteps = [.. restoreCarriers.Select(CopyOfCarrier), .. MarkerSteps()];
        SourceSteps = [.. sourceCarriers.Select(CopyOfCarrier)];
    }

    /// <summary>Stages that hold inputs; none for most graphs.</summary>
    public IReadOnlyList<StageDraft> CarrierStages { get; private set; }

    /// <summary>Copies that come before restore.</summary>
    public IReadOnlyList<Step> RestoreSteps { get; }

    /// <summary>Copies that come after restore.</summary>
    public IReadOnlyList<Step> SourceSteps { get; private set; }

    /// <summary>The allow-list that lets these inputs travel, and nothing else.</summary>
    /// <param name="copied">Files and folders that steps beside those of the builder copy.</param>
    /// <param name="excluded">Folders below those that do not travel.</param>
    public ContextRules Context(IReadOnlyList<ContextPath> copied, IReadOnlyList<ContextPath> excluded) =>
        ContextRuleBuilder.Build(solution, RestoreInputs, [.. LooseSources, .. copied.Where(path => !path.IsRoot)],
            projectFolders, excluded);

    /// <summary>
    /// Keeps folders from the builder that lie in those of projects and belong to other stages. A builder looks at the
    /// content of what it copies: without a front end's files, an edit there compiles nothing here.
    /// </summary>
    public void Separate(IReadOnlyList<ContextPath> folders, string sdkImage)
    {
        var foreign = folders.Where(folder => projectFolders.Any(project => folder.IsBelow(project))).Sorted();
        if (foreign.Count == 0)
            return;
        var remove = new RunStep([new Command(["rm", "-rf", .. foreign.Select(folder => (Word)("./" + folder))], [])], []);
        CarrierStages = [.. CarrierStages,
            new StageDraft(SeparatedStage, sdkImage, "holds the .NET sources alone, so that an edit of the front end compiles nothing",
            [new StepBlock(StepNames.Sources,
                [new WorkingDirectoryStep(BuilderFolders.Source), .. SourceSteps, remove])]) { OnBuildPlatform = true }];
        SourceSteps = [new CopyStep([BuilderFolders.Source.AsFolder], ImagePath.Here, SeparatedStage)];
    }

    private IReadOnlyList<ContextPath> RestoreInputs =>
        solution.SharedInputs.Concat(solution.Projects.SelectMany(project => project.RestoreInputs)).Sorted();

    /// <summary>Linked files that no project folder brings along.</summary>
    private IReadOnlyList<ContextPath> LooseSources =>
        solution.Projects.SelectMany(project => project.LinkedFiles)
            .Where(file => !projectFolders.Any(file.IsBelow))
            .Except(RestoreInputs).Sorted();

    private IEnumerable<Step> RestoreCopies() =>
        CopiesByFolder(RestoreInputs.Where(file => !RestoreFolders.Any(file.IsBelow)))
            .Concat(OuterFolders(RestoreFolders).Select(CopyOfFolder));

    private IEnumerable<ContextPath> RestoreFolders => solution.FeedFolders.Concat(solution.InputFolders);

    // Made in the builder rather than copied: what is asked for may be .git or a solution, and an edit of those must restore nothing.
    private IEnumerable<Step> MarkerSteps()
    {
        var folders = solution.MarkerFolders.Concat(solution.Markers.Select(file => file.Folder))
            .Where(folder => !folder.IsRoot).Sorted();
        var files = solution.Markers.Sorted();
        List<Command> commands = [];
        if (folders.Count > 0)
            commands.Add(new Command(["mkdir", "-p", .. folders.Select(folder => (Word)("./" + folder))], []));
        if (files.Count > 0)
            commands.Add(new Command(["touch", .. files.Select(file => (Word)("./" + file))], []));
        if (commands.Count > 0)
            yield return new RunStep(commands, []);
    }

    private IEnumerable<Step> SourceCopies() =>
        CopiesByFolder(LooseSources).Concat(projectFolders.SelectMany(Copies));

    // A folder with tests in it is copied by what else is in it: an edited test must not publish again.
    private IEnumerable<CopyStep> Copies(ContextPath folder)
    {
        if (!apart.Any(other => other.IsBelow(folder)))
            return [CopyOfFolder(folder)];
        var files = solution.Projects.SelectMany(project => project.Files.Append(project.Path))
            .Where(file => file.IsBelow(folder)).Distinct();
        // By the folder below this one that they lie in; those of the folder itself come first.
        var entries = files.GroupBy(file => file.SeenFrom(folder).Parts is [var child, _, ..] ? folder / child : folder)
            .OrderBy(group => group.Key);
        return entries.SelectMany(
            group => group.Key == folder ? CopiesByFolder(group) : apart.Contains(group.Key) ? [] : Copies(group.Key));
    }

    private static IEnumerable<CopyStep> CopiesByFolder(IEnumerable<ContextPath> files) =>
        files.GroupBy(file => file.Folder).OrderBy(group => group.Key)
            .Select(group => new CopyStep([.. group.Sorted()], ImagePath.Like(group.Key)));

    private static CopyStep CopyOfFolder(ContextPath folder) => new([CopySource.AllOf(folder)], ImagePath.Like(folder));

    private static List<StageDraft> Carriers(string name, string description, List<Step> copies) =>
        [.. copies.Chunk(MostCopiesInOneStage)
            .Select((chunk, index) =>
                new StageDraft($"{name}-{index + 1}", StageNames.Scratch, description,
                    [new StepBlock(name, [new WorkingDirectoryStep(ImagePath.Root), .. chunk])]))];

    private static CopyStep CopyOfCarrier(StageDraft carrier) => new([ImagePath.Root], ImagePath.Here, carrier.Name) { IsLinked = true };

    /// <summary>The folders that lie in none of the others.</summary>
    private static IReadOnlyList<ContextPath> OuterFolders(IEnumerable<ContextPath> folders)
    {
        var all = folders.Sorted();
        return [.. all.Where(folder => !all.Any(other => other != folder && folder.IsBelow(other)))];
    }
}
