using System.Text.RegularExpressions;
using MultiStage.Engines.Contract;
using MultiStage.Engines.Explain;

namespace MultiStage.Engines.Progress;

/// <summary>Follows a build: counts steps, tells the observer, and keeps what explains a failure.</summary>
internal sealed partial class BuildTranscript(IProgressReader reader, IBuildObserver observer, HostPath contextFolder)
{
    // Enough to show what went wrong; the whole output goes to the build log.
    private const int LinesShown = 20;

    // Enough to find the cause, behind which npm prints its whole usage.
    private const int LinesKept = 1000;

    private readonly Dictionary<string, StepState> steps = new(StringComparer.Ordinal);
    private readonly HashSet<BuilderDiagnostic> diagnostics = [];
    private readonly Queue<string> unread = new();
    private readonly RunningStages running = new();
    private readonly HashSet<string> warnings = new(StringComparer.Ordinal);

    /// <summary>Steps of stages that were taken from the cache.</summary>
    public int CachedSteps => steps.Values.Count(step => step.Stage is not null && step.IsCached);

    /// <summary>Steps of stages that ran.</summary>
    public int ExecutedSteps => steps.Values.Count(step => step is { Stage: not null, IsCached: false, IsFinished: true });

    /// <summary>Errors that tools in the builder reported.</summary>
    public IReadOnlyList<BuilderDiagnostic> Errors => [.. diagnostics.Where(diagnostic => diagnostic.IsError)];

    /// <summary>The step that failed, as the engine shows it; null when none did.</summary>
    public string? FailedStep => Failed?.Name;

    /// <summary>The stage of that step; empty when it has none.</summary>
    public string FailedStage => Failed?.Stage ?? "";

    /// <summary>What the failed step, or the engine where no step did, left for those who explain it.</summary>
    public StepFailure Failure(string origin) =>
        new(FailedStage, origin,
            Failed is { } failed ? string.Join('\n', [.. failed.LastLines, failed.Error]) : FailureText) { Command = FailedStep ?? "" };

    /// <summary>The failed step's error and last lines, or the lines that were no progress.</summary>
    public string FailureText =>
        string.Join('\n',
            [.. Failed?.LastLines.TakeLast(LinesShown) ?? [], .. Failed?.Error is { } error ? [error] : Array.Empty<string>(),
                .. unread.TakeLast(LinesShown)]);

    /// <summary>The last lines that the failed step printed.</summary>
    public IReadOnlyList<string> FailedStepLines => [.. Failed?.LastLines.TakeLast(LinesShown) ?? []];

    private StepState? Failed =>
        steps.Values.LastOrDefault(step => step.Error is { } error && !error.Contains("context canceled", StringComparison.Ordinal));

    /// <summary>Takes a line that the engine printed.</summary>
    public void Add(string line)
    {
        var any = false;
        foreach (var happened in reader.Read(line))
        {
            any = true;
            Apply(happened);
        }
        if (any || line.StartsWith('{'))
            return;
        Keep(unread, line);
        observer.Output(line);
        if (Warning().Match(line) is { Success: true } warning)
            Warn(warning.Groups[1].Value);
    }

    private void Apply(BuildEvent happened)
    {
        if (happened is StepStarted started)
        {
            var state = new StepState(started.Name, Stage().Match(started.Name) is { Success: true } match ? match.Groups[1].Value : null);
            steps[started.Step] = state;
            observer.Output(started.Name);
            if (state.Stage is not null && !started.Name.Contains("] FROM ", StringComparison.Ordinal))
                Show(() => running.Started(started.Step, state.Stage));
        }
        else if (happened is StepWarning warning)
        {
            Warn(warning.Text);
        }
        else if (!steps.TryGetValue(happened.Step, out var state))
        {
            return;
        }
        else if (happened is StepFinished finished)
        {
            (state.IsFinished, state.IsCached, state.Error) = (true, finished.IsCached, finished.Error);
            Show(() => running.Finished(finished.Step));
            if (finished.IsCached)
                observer.Output(state.Name + " CACHED");
        }
        else if (happened is StepOutput output)
        {
            Keep(state.LastLines, output.Line);
            observer.Output(output.Line);
            // MSBuild prints a diagnostic again in its summary.
            // Errors wait: when the build fails, the engine may have one for all of them.
            if (BuilderDiagnostic.Parse(output.Line, contextFolder) is { } diagnostic && diagnostics.Add(diagnostic) && !diagnostic.IsError)
                observer.Diagnostic(diagnostic);
        }
    }

    private void Show(Action change)
    {
        var before = running.Shown;
        change();
        if (running.Shown != before)
            observer.StageStarted(running.Shown);
    }

    // BuildKit repeats them at the end, and for each platform.
    private void Warn(string text)
    {
        if (warnings.Add(text.Trim()))
            observer.Warning(text.Trim());
    }

    private static void Keep(Queue<string> lines, string line)
    {
        if (line.Trim().Length == 0)
            return;
        lines.Enqueue(line);
        if (lines.Count > LinesKept)
            lines.Dequeue();
    }

    // "[build 4/9] RUN …" or, when several platforms are built, "[linux/amd64 build 4/9] RUN …".
    [GeneratedRegex(@"^\[(?:\S+/\S+ )?([a-z0-9_.-]+) +\d+/\d+\]")]
    private static partial Regex Stage();

    // "WARNING: …" of the command line, "WARN: …" of the frontend, and " - Rule: …" of its list behind a build.
    [GeneratedRegex(@"^(?:WARN(?:ING)?: | - )(\S.*)$")]
    private static partial Regex Warning();

    private sealed class StepState(string name, string? stage)
    {
        public string Name => name;
        public string? Stage => stage;
        public bool IsFinished { get; set; }
        public bool IsCached { get; set; }
        public string? Error { get; set; }
        public Queue<string> LastLines { get; } = new();
    }
}
