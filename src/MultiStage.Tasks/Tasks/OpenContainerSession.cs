using Microsoft.Build.Framework;
using MultiStage.Planning;

namespace MultiStage.Tasks;

/// <summary>
/// Opens the session of this project instance, once in a build, and gives it a folder for what is generated.
/// Errors: MST1007, MST1031.
/// </summary>
public sealed class OpenContainerSession : ContainerTask
{
    /// <summary>The folder for all instances of the project; absolute or relative to the project.</summary>
    [Required]
    public string ParentFolder { get; set; } = "";

    /// <summary><c>TargetFramework</c>.</summary>
    public string TargetFramework { get; set; } = "";

    /// <summary>Whether an image will be built from the files, so that nobody else may write to them meanwhile.</summary>
    public bool IsBuild { get; set; }

    /// <summary>Absolute path of the instance's folder, with a separator at its end.</summary>
    [Output]
    public string Folder { get; set; } = "";

    private protected override void Run()
    {
        var session = Session ?? Register();
        if (IsBuild && !session.Folder.TryHold())
            throw new Diagnostics.ContainerException(Diagnostics.ProjectDiagnostics.FolderInUse, session.Folder.Path);
        Folder = session.Folder.Path;
    }

    private ContainerSession Register()
    {
        var parent = Absolute(ParentFolder);
        var name = InstanceName.Of(TargetFramework, GlobalProperties);
        var folder = IsBuild ? InstanceFolder.Take(parent, name) : InstanceFolder.Of(parent, name);
        var session = new ContainerSession(folder);
        BuildEngine4.RegisterTaskObject(ContainerSession.Key(ProjectFile, GlobalProperties), session, RegisteredTaskObjectLifetime.Build,
            allowEarlyCollection: false);
        return session;
    }
}
