namespace MultiStage.Planning.Compose;

/// <summary>What a plan says about the image of one of its stages.</summary>
internal static class PlanQuestions
{
    /// <summary>Steps of a kind in a stage and in those that it starts from.</summary>
    public static IEnumerable<T> StepsOf<T>(this BuildPlan plan, string stage)
    {
        for (var current = plan.Find(stage); current is not null; current = plan.Find(current.From))
            foreach (var step in current.Steps.OfType<T>())
                yield return step;
    }

    /// <summary>Folders whose content outlives a container of the stage.</summary>
    public static IReadOnlyList<string> Volumes(this BuildPlan plan, string stage) =>
        plan.StepsOf<VolumeStep>(stage).SelectMany(step => step.Folders).Sorted();

    /// <summary>Ids of the secrets that commands of any stage see.</summary>
    public static IReadOnlyList<string> SecretIds(this BuildPlan plan) =>
        plan.Stages.SelectMany(stage => stage.Steps).OfType<RunStep>().SelectMany(step => step.Mounts).OfType<SecretMount>().Select(mount => mount.Id).Sorted();
}
