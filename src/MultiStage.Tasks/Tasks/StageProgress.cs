using System.Threading.Channels;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace MultiStage.Tasks;

/// <summary>
/// Makes the running stage visible. MSBuild's terminal logger shows which target a project is in and hides messages, so
/// each stage is a target of its own, ContainerStage_NAME, that lasts as long as the stage does.
/// </summary>
/// <remarks>
/// While a task is inside BuildProjectFile, MSBuild makes every other thread wait that logs through the same task. So the
/// engine's threads only write down what is to be logged, and the task that is not inside does it.
/// </remarks>
internal sealed class StageProgress : IDisposable
{
    public const string TargetPrefix = "ContainerStage_";

    // Targets are static, and so are the stages that have one; a stage of the user's own goes on under the one before.
    private static readonly HashSet<string> StagesWithTarget = new(StringComparer.Ordinal) { "base", "build", "publish", "final" };

    private static StageProgress? active;

    private readonly Channel<Entry> entries = Channel.CreateUnbounded<Entry>();
    private readonly List<Entry> results = [];
    private volatile string current = "";

    public StageProgress() => active = this;

    /// <summary>Says that a stage has begun; called by the engine's threads.</summary>
    public void Start(string stage)
    {
        if (stage == current || !StagesWithTarget.Contains(stage))
            return;
        current = stage;
        entries.Writer.TryWrite(new Entry(stage, _ => { }, IsResult: false));
    }

    /// <summary>Notes a message; called by the engine's threads.</summary>
    public void Message(Action<TaskLoggingHelper> log) => entries.Writer.TryWrite(new Entry("", log, IsResult: false));

    /// <summary>Notes an error or a warning, which belongs to the build and not to a stage's target; called by the engine's threads.</summary>
    public void Result(Action<TaskLoggingHelper> log) => entries.Writer.TryWrite(new Entry("", log, IsResult: true));

    /// <summary>Says that the build is over.</summary>
    public void Complete() => entries.Writer.TryComplete();

    /// <summary>Runs on the task's own thread until the build is over: logs, and enters the target of each stage as it begins.</summary>
    public void ShowStages(IBuildEngine engine, string project, TaskLoggingHelper log)
    {
        var canShow = true;
        while (entries.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (entries.Reader.TryRead(out var entry))
            {
                entry.Log(log);
                // A stage that another one has overtaken already is not worth a target.
                if (entry.Stage.Length > 0 && entry.Stage == current)
                    canShow = canShow && Enter(engine, project, entry.Stage);
                foreach (var result in results)
                    result.Log(log);
                results.Clear();
            }
        }
    }

    /// <summary>Logs until another stage begins or the build is over; called from inside the target.</summary>
    public static void WaitWhileRunning(TaskLoggingHelper log, CancellationToken cancellation)
    {
        if (active is not { } progress)
            return;
        try
        {
            while (progress.entries.Reader.WaitToReadAsync(cancellation).AsTask().GetAwaiter().GetResult())
            {
                while (progress.entries.Reader.TryPeek(out var entry))
                {
                    if (entry.Stage.Length > 0)
                        return;
                    progress.entries.Reader.TryRead(out entry!);
                    if (entry.IsResult)
                        progress.results.Add(entry);
                    else
                        entry.Log(log);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The task that builds is cancelled as well, and says so.
        }
    }

    public void Dispose() => active = null;

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

    /// <param name="Stage">The stage that begins, or empty for a line of the log.</param>
    private sealed record Entry(string Stage, Action<TaskLoggingHelper> Log, bool IsResult);
}
