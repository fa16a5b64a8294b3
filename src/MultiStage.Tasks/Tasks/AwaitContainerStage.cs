namespace MultiStage.Tasks;

/// <summary>Lasts as long as a stage of the image that this instance of the project builds; see <see cref="StageProgress"/>.</summary>
public sealed class AwaitContainerStage : ContainerTask
{
    private protected override void Run() => Session?.Progress?.PumpStage(Log, Cancellation);
}
