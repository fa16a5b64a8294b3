using MultiStage.Diagnostics;

namespace MultiStage.Planning.Stages;

/// <summary>Puts additions between the blocks of a stage, where Before and After say, else in the order they come in.</summary>
internal static class StepArranger
{
    /// <summary>The blocks and additions of the stage in file order.</summary>
    public static IReadOnlyList<PlacedSteps> Arrange(StageDraft stage, IReadOnlyList<StepAddition> additions)
    {
        var placed = stage.Blocks.Select(block => new PlacedSteps(block.Name, block.Steps, "", [])).ToList();
        var end = stage.DefaultPlace.Length > 0 ? stage.DefaultPlace : placed.Count > 0 ? placed[^1].Name : "";
        var waiting = additions.ToList();
        while (waiting.Count > 0)
        {
            // One after the other, so that what waited for another one stands before those that come later in the list.
            var next = waiting.Find(addition => IsPlaced(addition.Before) && IsPlaced(addition.After));
            if (next is null)
                throw Unplaceable(stage, placed, waiting);
            waiting.Remove(next);
            Insert(placed, next, end);
        }
        return placed;

        bool IsPlaced(string name) => name.Length == 0 || placed.Exists(steps => steps.Name == name);
    }

    private static void Insert(List<PlacedSteps> placed, StepAddition addition, string end)
    {
        var after = addition.After.Length > 0 ? addition.After : addition.Before.Length > 0 ? "" : end;
        var limit = addition.Before.Length > 0 ? placed.FindIndex(steps => steps.Name == addition.Before) : placed.Count;
        if (after.Length == 0)
        {
            placed.Insert(limit, new PlacedSteps(addition.Name, WithOrigin(addition), addition.User, []));
            return;
        }
        var index = placed.FindLastIndex(steps => steps.Name == after) + 1;
        if (index > limit)
            throw new ContainerException(StageDiagnostics.StepCycle, addition.Origin, addition.Before, addition.After);
        var follows = placed[index - 1].Follows.Append(after).ToList();
        // Behind those that were put behind the same steps before.
        while (index < limit && placed[index].Follows.Contains(after))
            index++;
        placed.Insert(index, new PlacedSteps(addition.Name, WithOrigin(addition), addition.User, follows));
    }

    private static IReadOnlyList<Step> WithOrigin(StepAddition addition) =>
        [.. addition.Steps.Select(step => step with { Origin = addition.Origin })];

    private static ContainerException Unplaceable(StageDraft stage, List<PlacedSteps> placed, List<StepAddition> waiting)
    {
        var known = placed.Select(steps => steps.Name).Concat(waiting.Select(addition => addition.Name)).ToHashSet(StringComparer.Ordinal);
        foreach (var addition in waiting)
            foreach (var (metadata, name) in new[] { ("Before", addition.Before), ("After", addition.After) })
                if (name.Length > 0 && !known.Contains(name))
                    return new ContainerException(StageDiagnostics.UnknownStep, addition.Origin, metadata, name, stage.Name,
                        string.Join(", ", known.Order(StringComparer.Ordinal)));
        var one = waiting[0];
        return new ContainerException(StageDiagnostics.StepCycle, one.Origin, one.Before, one.After);
    }
}

/// <summary>Steps at their place in a stage.</summary>
/// <param name="User">The user that runs them; empty for the one that is in force.</param>
/// <param name="Follows">Names of the steps that they were put behind.</param>
internal sealed record PlacedSteps(string Name, IReadOnlyList<Step> Steps, string User, IReadOnlyList<string> Follows);
