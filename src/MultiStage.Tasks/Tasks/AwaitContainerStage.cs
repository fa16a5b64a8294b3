namespace MultiStage.Tasks;

/// <summary>Lasts as long as a stage of the image that this instance of the project builds; see <see cref="StageProgress"/>.</summary>
public sealed class AwaitContainerStage : ContainerTask
{
    /// <summary>Folder of the container files, as the task that builds has it.</summary>
    public string IntermediateFolder { get; set; } = "";

    private protected override void Run() => StageProgress.Of(BuildEngine, ProjectFile, IntermediateFolder)?.PumpStage(Log, Cancellation);
}
