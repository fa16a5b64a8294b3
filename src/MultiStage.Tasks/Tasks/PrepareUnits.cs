using Microsoft.Build.Framework;
using MultiStage.Graph;

namespace MultiStage.Tasks;

/// <summary>
/// Runs in the builder after restore: puts the program that builds units where the later stages find it, and the plan of
/// units beside it. Errors: MST1004.
/// </summary>
public sealed class PrepareUnits : ContainerTask
{
    /// <summary>The program's folder in the package.</summary>
    [Required]
    public string ToolFolder { get; set; } = "";

    /// <summary>The folder that all projects lie in.</summary>
    [Required]
    public string RootFolder { get; set; } = "";

    /// <summary>Where program and plan go.</summary>
    [Required]
    public string Destination { get; set; } = "";

    private protected override void Run()
    {
        Directory.CreateDirectory(Destination);
        foreach (var file in Directory.EnumerateFiles(ToolFolder))
            File.Copy(file, Path.Combine(Destination, Path.GetFileName(file)), overwrite: true);
        var plan = UnitReader.Read(ProjectFile, GlobalProperties, RootFolder, Cancellation);
        File.WriteAllText(Path.Combine(Destination, Path.GetFileName(UnitFolders.Plan)), plan.ToJson());
    }
}
