using MultiStage.Diagnostics;

namespace MultiStage.Planning.Stages;

/// <summary>
/// Makes the stages of a file from drafts and additions, whoever they come from: steps at their places, the user that each
/// asks for, and stages behind those that they need.
/// </summary>
internal static class StageComposer
{
    /// <param name="drafts">In the order to keep where nothing else is needed; <c>base</c> first, <c>final</c> last.</param>
    /// <exception cref="ContainerException">An addition or a stage refers to something that is not there, or to itself.</exception>
    public static IReadOnlyList<Stage> Compose(IReadOnlyList<StageDraft> drafts, IReadOnlyList<StepAddition> additions)
    {
        Check(drafts, additions);
        var byStage = additions.ToLookup(addition => addition.Stage, StringComparer.Ordinal);
        var ordered = StageOrder.Sort(
            [.. drafts.Select(
                draft => new ArrangedStage(draft.Name, draft.From, draft, StepArranger.Arrange(draft, [.. byStage[draft.Name]])))]);

        var users = new Dictionary<string, UserStep?>(StringComparer.Ordinal);
        var stages = new List<Stage>();
        foreach (var stage in WithFinalLast(ordered))
        {
            var (steps, user) = UserSwitch.Write(stage.Blocks, users.GetValueOrDefault(stage.From));
            users[stage.Name] = user;
            stages.Add(new Stage(stage.Name, stage.From, stage.Draft.Description, steps) { OnBuildPlatform = stage.Draft.OnBuildPlatform });
        }
        return stages;
    }

    // A plain `docker build` builds the last stage. What another stage needs of final comes before it under another name.
    private static IEnumerable<ArrangedStage> WithFinalLast(IReadOnlyList<ArrangedStage> stages)
    {
        var final = stages.First(stage => stage.Name == KnownStages.Final);
        if (!stages.Any(stage => stage.Needs.Contains(KnownStages.Final)))
            return [.. stages.Where(stage => stage != final), final];
        var content = final with { Name = StageNames.FinalContent,
            Draft = final.Draft with { Description = "is final, for the stages that need it" } };
        return
        [
            .. stages.Select(stage => stage == final ? content : stage.With(KnownStages.Final, StageNames.FinalContent)),
            final with { From = StageNames.FinalContent, Blocks = [] },
        ];
    }

    private static void Check(IReadOnlyList<StageDraft> drafts, IReadOnlyList<StepAddition> additions)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var draft in drafts)
            if (!names.Add(draft.Name))
                throw new ContainerException(StageDiagnostics.DuplicateStage, draft.Name);
        foreach (var draft in drafts.Where(draft => draft.Origin.Length > 0))
            StageNames.CheckSource(draft.From, draft.Origin, names);
        foreach (var addition in additions)
        {
            if (!names.Contains(addition.Stage))
                throw new ContainerException(StageDiagnostics.UnknownStage, addition.Origin, "Stage", addition.Stage,
                    string.Join(", ", names));
            foreach (var copy in addition.Steps.OfType<CopyStep>().Where(copy => copy.From.Length > 0))
                StageNames.CheckSource(copy.From, addition.Origin, names);
        }
    }
}
