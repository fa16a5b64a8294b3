using Microsoft.Build.Framework;

namespace MultiStage.Tasks;

/// <summary>Lasts as long as a stage of the image that is being built in this process; see <see cref="StageProgress"/>.</summary>
public sealed class AwaitContainerStage : ContainerTask
{
    /// <summary>The stage's name.</summary>
    [Required]
    public string Stage { get; set; } = "";

    private protected override void Run() => StageProgress.WaitWhileRunning(Stage, Cancellation);
}
