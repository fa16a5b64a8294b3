using MultiStage.Diagnostics;

namespace MultiStage.Engines.Explain;

/// <summary>What those parts of a plan say of a failed step that have words of their own for it.</summary>
internal static class FeatureErrors
{
    public static ContainerException? Of(StepFailure failure) =>
        DebugToolErrors.Of(failure)
        ?? MigrationErrors.Of(failure)
        ?? NodeErrors.Of(failure.Output, failure.Origin.Length > 0 ? failure.Origin : $"The stage '{failure.Stage}'");
}
