using Microsoft.Build.Framework;
using MultiStage.Planning.Options;

namespace MultiStage.Tasks;

/// <content>The stage <c>debug</c>.</content>
public sealed partial class GenerateContainerFiles
{
    /// <summary><c>ContainerDebugTool</c> items; metadata <c>Version</c>, and <c>IsImplicitlyDefined</c> for the defaults.</summary>
    public ITaskItem[] DebugTools { get; set; } = [];

    /// <summary><c>ContainerDebugStage</c>: <c>true</c>, <c>false</c>, or empty to find out.</summary>
    public string DebugStage { get; set; } = "";

    /// <summary><c>ContainerDebugBaseImage</c>.</summary>
    public string DebugBaseImage { get; set; } = "";

    private DebugOptions DebugItems() => new()
    {
        Tools = [
            .. DebugTools.Select(
                tool => new DebugToolOption(tool.ItemSpec, tool.GetMetadata("Version"),
                    tool.GetMetadata("IsImplicitlyDefined") == "true"))],
        Stage = DebugStage,
        BaseImage = DebugBaseImage,
    };
}
