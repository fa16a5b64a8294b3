namespace MultiStage.Planning.Stages;

/// <summary>Which image a stage goes back to, through the stages below it.</summary>
internal static class StageImages
{
    /// <returns>An image or <c>scratch</c>; null for a stage that is not there or goes round in a circle.</returns>
    public static string? Of(string stage, IReadOnlyList<StageDraft> stages)
    {
        for (var steps = 0; steps <= stages.Count; steps++)
        {
            if (stages.FirstOrDefault(one => one.Name == stage) is not { } found)
                return steps > 0 ? stage : null;
            stage = found.From;
        }
        return null;
    }
}
