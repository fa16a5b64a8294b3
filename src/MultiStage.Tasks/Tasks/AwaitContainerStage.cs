namespace MultiStage.Tasks;

/// <summary>Lasts as long as a stage of the image that is being built in this process; see <see cref="StageProgress"/>.</summary>
public sealed class AwaitContainerStage : ContainerTask
{
    private protected override void Run() => StageProgress.PumpStage(Log, Cancellation);
}
