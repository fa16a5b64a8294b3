using System.Threading.Channels;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using MultiStage.Planning.Features.Tests;

namespace MultiStage.Tasks;

/// <summary>
/// Makes the running stage visible. MSBuild's terminal logger shows which target a project is in and hides messages, so
/// each stage is a target of its own, ContainerStage_NAME, that lasts as long as the stage does.
/// </summary>
/// <remarks>
/// What the engine's threads have to say goes through one queue that is emptied on MSBuild's own threads: by the task that
/// builds, or by the one inside a stage's target. MSBuild lets nobody log for a task that has entered another target.
/// </remarks>
internal sealed class StageProgress : IDisposable
{
    private const string TargetPrefix = "ContainerStage_";

    // Targets are static, and so are the stages that have one; a stage of the user's own goes on under the one before.
    private static readonly HashSet<string> StagesWithTarget = new(StringComparer.Ordinal) { "base", "build", "publish", "test", "final" };

    private static StageProgress? active;

    private readonly Channel<Entry> queue = Channel.CreateUnbounded<Entry>();
    private string current = "";

    public StageProgress() => active = this;

    /// <summary>Says that a stage has begun.</summary>
    public void Start(string stage)
    {
        // The stage of the tests that takes the time.
        stage = stage == TestStages.Run ? TestStages.Verdict : stage;
        if (stage == current || !StagesWithTarget.Contains(stage))
            return;
        current = stage;
        queue.Writer.TryWrite(new Entry(stage, null, false));
    }

    /// <summary>Says something for the log. An error counts for the task that builds, so it waits for that one.</summary>
    public void Post(Action<TaskLoggingHelper> write, bool isError = false) => queue.Writer.TryWrite(new Entry(null, write, isError));

    /// <summary>Says that the build is over.</summary>
    public void Complete() => queue.Writer.TryComplete();

    /// <summary>Runs on the building task's own thread until the build is over; enters the target of each stage as it begins.</summary>
    public void Pump(IBuildEngine engine, string project, TaskLoggingHelper log)
    {
        var canShow = true;
        while (WaitForEntry(CancellationToken.None))
        {
            if (!queue.Reader.TryRead(out var entry))
                continue;
            entry.Write?.Invoke(log);
            canShow = canShow && (entry.Stage is null || Enter(engine, project, entry.Stage));
        }
    }

    /// <summary>Runs inside a stage's target until the next stage begins, an error is to be told or the build is over.</summary>
    public static void PumpStage(TaskLoggingHelper log, CancellationToken cancellation)
    {
        while (active is { } progress && progress.WaitForEntry(cancellation) && progress.queue.Reader.TryPeek(out var entry) && entry is { Stage: null, IsError: false })
        {
            progress.queue.Reader.TryRead(out _);
            entry.Write?.Invoke(log);
        }
    }

    public void Dispose() => active = null;

    private bool WaitForEntry(CancellationToken cancellation) =>
        queue.Reader.WaitToReadAsync(cancellation).AsTask().GetAwaiter().GetResult();

    // A task host outside MSBuild's own process refuses the call; then the build goes on without being shown.
    private static bool Enter(IBuildEngine engine, string project, string stage)
    {
        try
        {
            engine.BuildProjectFile(project, [TargetPrefix + stage], null, null);
            return true;
        }
        catch (Exception exception) when (exception is NotImplementedException or NotSupportedException or InvalidOperationException)
        {
            return false;
        }
    }

    private sealed record Entry(string? Stage, Action<TaskLoggingHelper>? Write, bool IsError);
}
