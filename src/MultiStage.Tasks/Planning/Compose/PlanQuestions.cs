namespace MultiStage.Planning.Compose;

/// <summary>What compose asks of a plan.</summary>
internal static class PlanQuestions
{
    /// <summary>Ids of the secrets that commands of any stage see.</summary>
    public static IReadOnlyList<string> SecretIds(this BuildPlan plan) =>
        plan.Stages.SelectMany(stage => stage.Steps).OfType<RunStep>().SelectMany(step => step.Mounts).OfType<SecretMount>()
            .Select(mount => mount.Id).Sorted();
}
