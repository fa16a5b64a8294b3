using MultiStage.Graph;
using MultiStage.Rendering;

namespace MultiStage.Tasks;

/// <summary>The evaluation of an earlier publish, which is taken while nothing that it read has changed.</summary>
/// <param name="files">What was made of it.</param>
/// <param name="key">Everything that the task was given; empty where no evaluation may be taken.</param>
internal sealed class KeptEvaluation(GeneratedPlan files, string key)
{
    /// <summary>The context and the plan; null when the projects have to be evaluated.</summary>
    public (string Context, PlannedBuild Planned)? Read()
    {
        if (key.Length == 0 || EvaluationStamp.Read(files.StampFile, key) is not { } context)
            return null;
        var text = File.ReadAllText(files.PlanFile);
        return (context, new PlannedBuild(PlanJson.Read(text), text));
    }

    /// <param name="solution">What was evaluated.</param>
    /// <param name="assetsFile">Absolute path of <c>project.assets.json</c>; it may be missing.</param>
    public void Keep(EvaluatedSolution solution, string assetsFile)
    {
        if (key.Length > 0)
            GeneratedFile.Write(files.StampFile, EvaluationStamp.Of(key, solution,
                [assetsFile, files.Dockerfile, GeneratedPlan.IgnoreFileOf(files.Dockerfile), files.PlanFile]));
    }
}
