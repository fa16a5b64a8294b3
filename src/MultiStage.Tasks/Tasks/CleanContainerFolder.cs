using Microsoft.Build.Framework;
using MultiStage.Diagnostics;
using MultiStage.Planning;

namespace MultiStage.Tasks;

/// <summary>
/// Removes what MultiStage.Sdk has generated for one framework of a project, of all instances. A folder that a build is
/// using stays. Warnings: MST1031. Errors: MST1007.
/// </summary>
public sealed class CleanContainerFolder : ContainerTask
{
    /// <summary>The folder for all instances of the project; absolute or relative to the project.</summary>
    [Required]
    public string ParentFolder { get; set; } = "";

    /// <summary><c>TargetFramework</c>.</summary>
    public string TargetFramework { get; set; } = "";

    private protected override void Run()
    {
        try
        {
            var held = InstanceFolder.Remove(Absolute(ParentFolder), name => InstanceName.IsOf(TargetFramework, name));
            foreach (var folder in held)
                LogWarning(ProjectDiagnostics.FolderInUse, ProjectDiagnostics.FolderInUse.Format(folder));
            if (held.Count == 0)
                InstanceFolder.Remove(Absolute(ParentFolder), name => name == InstanceName.BuilderFolder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ContainerException(ProjectDiagnostics.WriteFailed, ParentFolder, exception.Message);
        }
    }
}
