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
/// The two find each other in the session of the project instance.
/// </remarks>
internal sealed class StageProgress : IDisposable
{
    private const string TargetPrefix = "ContainerStage_";

    // Targets are static, and so are the stages that have one; a stage of the user's own goes on under the one before.
    private static readonly HashSet<string> StagesWithTarget = new(StringComparer.Ordinal) { "base", "build", "publish", "test", "final" };

    private readonly Channel<Entry> queue = Channel.CreateUnbounded<Entry>();
    private readonly HashSet<string> told = new(StringComparer.Ordinal);
    private readonly IBuildEngine engine;
    private readonly string project;
    private readonly ContainerSession? session;
    private string current = "";

    /// <param name="engine">The build engine of the task that builds.</param>
    /// <param name="project">The project.</param>
    /// <param name="session">Where the tasks inside the targets find it; null shows no targets.</param>
    public StageProgress(IBuildEngine engine, string project, ContainerSession? session)
    {
        (this.engine, this.project, this.session) = (engine, project, session);
        if (session is not null)
            session.Progress = this;
    }

    /// <summary>Says that a stage is the one to show.</summary>
    public void Start(string stage)
    {
        // A log without a terminal shows no targets, and would be silent for as long as a build takes.
        if (told.Add(stage))
            Post(log =>
                log.LogMessage(MessageImportance.High, "{0}: building stage {1}", Path.GetFileNameWithoutExtension(project), stage));
        // The stage of the tests that takes the time.
        stage = stage == TestStages.Run ? TestStages.Verdict : stage;
        if (session is null || stage == current || !StagesWithTarget.Contains(stage))
            return;
        current = stage;
        queue.Writer.TryWrite(new Entry(stage, null));
    }

    /// <summary>Says something for the log; no error, which would count for the target of the stage.</summary>
    public void Post(Action<TaskLoggingHelper> write) => queue.Writer.TryWrite(new Entry(null, write));

    /// <summary>Says that the build is over.</summary>
    public void Complete() => queue.Writer.TryComplete();

    /// <summary>Runs on the building task's own thread until the build is over; enters the target of each stage as it begins.</summary>
    public void Pump(TaskLoggingHelper log)
    {
        var canShow = true;
        while (WaitForEntry(CancellationToken.None))
        {
            if (!queue.Reader.TryRead(out var entry))
                continue;
            entry.Write?.Invoke(log);
            canShow = canShow && (entry.Stage is null || Enter(entry.Stage));
        }
    }

    /// <summary>Runs inside a stage's target until the next stage begins or the build is over.</summary>
    public void PumpStage(TaskLoggingHelper log, CancellationToken cancellation)
    {
        while (WaitForEntry(cancellation) && queue.Reader.TryPeek(out var entry) && entry.Stage is null)
        {
            queue.Reader.TryRead(out _);
            entry.Write?.Invoke(log);
        }
    }

    public void Dispose()
    {
        if (session is not null)
            session.Progress = null;
    }

    private bool WaitForEntry(CancellationToken cancellation) =>
        queue.Reader.WaitToReadAsync(cancellation).AsTask().GetAwaiter().GetResult();

    // A task host outside MSBuild's own process refuses the call; then the build goes on without being shown.
    private bool Enter(string stage)
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

    private sealed record Entry(string? Stage, Action<TaskLoggingHelper>? Write);
}
