using MultiStage.Diagnostics;
using MultiStage.Planning.Images;

namespace MultiStage.Planning.Stages;

/// <summary>Finds commands that could only fail: those on an image without a shell.</summary>
internal static class ShellCheck
{
    public static void Check(IReadOnlyList<StageDraft> stages, IReadOnlyList<StepAddition> additions)
    {
        foreach (var run in additions.Where(
            addition => addition.Steps.OfType<RunStep>().Any(step => step.Commands.Any(command => command.Words is [ShellWord]))))
        {
            // What is copied may be a shell.
            if (additions.Any(addition => addition.Stage == run.Stage && addition.Steps.OfType<CopyStep>().Any()))
                continue;
            if (StageImages.Of(run.Stage, stages) is { } image && PackageManagers.Of(image) == PackageManager.None)
                throw new ContainerException(StageDiagnostics.NoShell, run.Origin, run.Stage, image);
        }
    }
}
