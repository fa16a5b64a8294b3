namespace MultiStage.Benchmarks;

/// <summary>One timed command.</summary>
/// <param name="Solution">Name of the solution.</param>
/// <param name="Projects">How many it has.</param>
/// <param name="Scenario">What was done before.</param>
/// <param name="Rival">Who built.</param>
/// <param name="Round">Number of the round; the rivals of one round built the same change.</param>
/// <param name="Seconds">Wall seconds of the whole command.</param>
/// <param name="Output">What the app in the image printed.</param>
internal sealed record Measurement(
    string Solution, int Projects, string Scenario, string Rival, int Round, double Seconds, string Output);
