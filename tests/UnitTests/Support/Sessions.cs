using Microsoft.Build.Framework;
using MultiStage.Tasks;

namespace MultiStage.UnitTests.Support;

/// <summary>Sessions of project instances, without the task that opens them.</summary>
internal static class Sessions
{
    public static ContainerSession Open(RecordingBuildEngine engine, string project)
    {
        var session = new ContainerSession(InstanceFolder.Of(Path.Combine(Path.GetTempPath(), "multistage-unit-none"), "net10.0"));
        engine.RegisterTaskObject(ContainerSession.Key(project, engine.GetGlobalProperties()), session, RegisteredTaskObjectLifetime.Build,
            allowEarlyCollection: false);
        return session;
    }
}
