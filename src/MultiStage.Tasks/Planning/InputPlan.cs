using MultiStage.Planning.Stages;

namespace MultiStage.Planning;

/// <summary>
/// Which files enter the builder, in which order. Restore inputs come first and by name, so that an edited source leaves
/// the restored packages in place; then the projects' folders as they are.
/// </summary>
internal sealed class InputPlan
{
    // Engines refuse to export a stage of more than 125 layers; beyond this number, stages of their own carry the copies.
    private const int MostCopiesInOneStage = 80;

    private readonly SolutionModel solution;
    private readonly IReadOnlyList<string> projectFolders;

    public InputPlan(SolutionModel solution)
    {
        this.solution = solution;
        projectFolders = OuterFolders(solution.Projects.Select(project => ContextPath.Folder(project.Path)));
        var restore = RestoreCopies().ToList();
        var sources = SourceCopies().ToList();
        if (restore.Count + sources.Count <= MostCopiesInOneStage)
        {
            (RestoreSteps, SourceSteps, CarrierStages) = (restore, sources, []);
            return;
        }
        var restoreCarriers = Carriers("restore-inputs", "carries files that restore reads", restore);
        var sourceCarriers = Carriers("sources", "carries source folders", sources);
        CarrierStages = [.. restoreCarriers, .. sourceCarriers];
        RestoreSteps = [.. restoreCarriers.Select(CopyOfCarrier)];
        SourceSteps = [.. sourceCarriers.Select(CopyOfCarrier)];
    }

    /// <summary>Stages from scratch that hold inputs; none for small graphs.</summary>
    public IReadOnlyList<StageDraft> CarrierStages { get; }

    /// <summary>Copies that come before restore.</summary>
    public IReadOnlyList<Step> RestoreSteps { get; }

    /// <summary>Copies that come after restore.</summary>
    public IReadOnlyList<Step> SourceSteps { get; }

    /// <summary>The allow-list that lets these inputs travel, and nothing else.</summary>
    /// <param name="copied">Files and folders that steps beside those of the builder copy.</param>
    public ContextRules Context(IReadOnlyList<string> copied) =>
        ContextRuleBuilder.Build(solution, RestoreInputs, [.. LooseSources, .. copied.Where(path => path.Length > 0)], projectFolders);

    private IReadOnlyList<string> RestoreInputs =>
        solution.SharedInputs.Concat(solution.Projects.SelectMany(project => project.RestoreInputs)).Sorted();

    /// <summary>Linked files that no project folder brings along.</summary>
    private IReadOnlyList<string> LooseSources =>
        solution.Projects.SelectMany(project => project.LinkedFiles)
            .Where(file => !projectFolders.Any(folder => ContextPath.IsBelow(file, folder)))
            .Except(RestoreInputs, StringComparer.Ordinal).Sorted();

    private IEnumerable<Step> RestoreCopies() =>
        CopiesByFolder(RestoreInputs.Where(file => !solution.FeedFolders.Any(feed => ContextPath.IsBelow(file, feed))))
            .Concat(OuterFolders(solution.FeedFolders).Select(CopyOfFolder));

    private IEnumerable<Step> SourceCopies() =>
        CopiesByFolder(LooseSources).Concat(projectFolders.Select(CopyOfFolder));

    private static IEnumerable<CopyStep> CopiesByFolder(IEnumerable<string> files) =>
        files.GroupBy(ContextPath.Folder, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new CopyStep(group.Sorted(), ContextPath.AsFolder(group.Key)));

    private static CopyStep CopyOfFolder(string folder) => new([ContextPath.AsFolder(folder)], ContextPath.AsFolder(folder));

    private static List<StageDraft> Carriers(string name, string description, List<Step> copies) =>
        [.. copies.Chunk(MostCopiesInOneStage).Select((chunk, index) => new StageDraft($"{name}-{index + 1}", StageNames.Scratch, description, [new StepBlock(name, [new WorkingDirectoryStep("/"), .. chunk])]))];

    private static CopyStep CopyOfCarrier(StageDraft carrier) => new(["/"], "./", carrier.Name) { IsLinked = true };

    /// <summary>The folders that lie in none of the others.</summary>
    private static IReadOnlyList<string> OuterFolders(IEnumerable<string> folders)
    {
        var all = folders.Sorted();
        return [.. all.Where(folder => !all.Any(other => other != folder && ContextPath.IsBelow(folder, other)))];
    }
}
