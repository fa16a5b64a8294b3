using System.Threading.Channels;
using Microsoft.Build.Framework;

namespace MultiStage.Tasks;

/// <summary>
/// Makes the running stage visible. MSBuild's terminal logger shows which target a project is in and hides messages, so
/// each stage is a target of its own, ContainerStage_NAME, that lasts as long as the stage does.
/// </summary>
internal sealed class StageProgress : IDisposable
{
    public const string TargetPrefix = "ContainerStage_";

    // Targets are static, and so are the stages that have one; a stage of the user's own goes on under the one before.
    private static readonly HashSet<string> StagesWithTarget = new(StringComparer.Ordinal) { "base", "build", "publish", "final" };

    private static StageProgress? active;

    private readonly Channel<string> started = Channel.CreateUnbounded<string>();
    private string current = "";
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StageProgress() => active = this;

    /// <summary>Says that a stage has begun; called by the engine's threads.</summary>
    public void Start(string stage)
    {
        if (stage == current || !StagesWithTarget.Contains(stage))
            return;
        current = stage;
        started.Writer.TryWrite(stage);
        Interlocked.Exchange(ref changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    /// <summary>Says that the build is over.</summary>
    public void Complete()
    {
        current = "";
        started.Writer.TryComplete();
        changed.TrySetResult();
    }

    /// <summary>Runs on the task's own thread until the build is over: enters the target of each stage as it begins.</summary>
    public void ShowStages(IBuildEngine engine, string project)
    {
        var canShow = true;
        while (started.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (started.Reader.TryRead(out var stage))
                canShow = canShow && stage == current && Enter(engine, project, stage);
        }
    }

    /// <summary>Waits until another stage begins or the build is over; called from inside the target.</summary>
    public static void WaitWhileRunning(string stage, CancellationToken cancellation)
    {
        for (var progress = active; progress is not null && progress.current == stage;)
        {
            var change = progress.changed.Task;
            if (progress.current == stage)
                change.Wait(cancellation);
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
}
