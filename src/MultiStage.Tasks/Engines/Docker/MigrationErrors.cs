using MultiStage.Diagnostics;
using MultiStage.Engines.Progress;
using MultiStage.Planning.Features.Migrations;

namespace MultiStage.Engines.Docker;

/// <summary>What dotnet-ef said in the builder; until engines ask the plan's features.</summary>
internal static class MigrationErrors
{
    /// <inheritdoc cref="BundleErrors.Of"/>
    public static ContainerException? Of(BuildTranscript transcript) =>
        transcript.FailedStep is { } step && step.Contains(MigrationsFeature.BuildStage + " ", StringComparison.Ordinal)
            ? BundleErrors.Of(new StepFailure(MigrationsFeature.BuildStage, "", transcript.FailureText) { Command = step })
            : null;
}
