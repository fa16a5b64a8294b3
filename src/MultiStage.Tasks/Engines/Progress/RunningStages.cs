namespace MultiStage.Engines.Progress;

/// <summary>
/// Tells which stage to show while several run: of those that have a running step the one that began first, until it has
/// none any more. The last one that began may be done in a moment while another works for minutes.
/// </summary>
internal sealed class RunningStages
{
    private readonly List<(string Step, string Stage)> running = [];

    /// <summary>The stage to show; empty before the first. When nothing runs, the last one stays.</summary>
    public string Shown { get; private set; } = "";

    public void Started(string step, string stage)
    {
        running.Add((step, stage));
        Choose();
    }

    public void Finished(string step)
    {
        running.RemoveAll(entry => entry.Step == step);
        Choose();
    }

    private void Choose()
    {
        if (running.Count > 0 && running.All(entry => entry.Stage != Shown))
            Shown = running[0].Stage;
    }
}
