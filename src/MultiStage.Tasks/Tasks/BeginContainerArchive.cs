using Microsoft.Build.Framework;
using MultiStage.Engines.Embedded;

namespace MultiStage.Tasks;

/// <summary>
/// Called when the compiler is about to run in a publish for the embedded engine: the image will be a new one, and so will
/// its archive, whose larger part can be written meanwhile. Does nothing when that was known, and begun, before.
/// Errors: none; <see cref="BuildContainerImage"/> reports them.
/// </summary>
public sealed class BeginContainerArchive : ContainerTask
{
    /// <summary>Absolute path of the plan's JSON, which <see cref="PrepareHostPublish"/> was called with.</summary>
    [Required]
    public string PlanPath { get; set; } = "";

    private protected override void Run()
    {
        // Another node of MSBuild does not know the session, and the archive is written later.
        var session = BuildEngine4.GetRegisteredTaskObject(PrepareHostPublish.SessionKey(ProjectFile, PlanPath),
            RegisteredTaskObjectLifetime.Build) as EmbeddedSession;
        if (session?.Archive is not { } archive)
            return;
        Log.LogMessage(MessageImportance.Low, "The layers of the base image go into {0} while the compiler runs.", archive.Path);
        archive.Begin();
    }
}
