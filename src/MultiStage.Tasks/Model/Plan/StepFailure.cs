namespace MultiStage.Model;

/// <summary>A step of the plan that failed in a builder, as any engine tells it.</summary>
/// <param name="Stage">The stage; empty when the engine does not say.</param>
/// <param name="Origin">The item of the project that asked for the step; empty for what every image has.</param>
/// <param name="Output">What the step printed, for all practical lengths; lines with <c>\n</c> between.</param>
internal sealed record StepFailure(string Stage, string Origin, string Output)
{
    /// <summary>The command that failed, as the engine prints it; empty when the engine does not say.</summary>
    public string Command { get; init; } = "";
}
