using System.Globalization;

namespace MultiStage.EngineTests;

/// <summary>The sample static-site with a port of its own, as engines without a bridge need it.</summary>
internal sealed class SiteWorkspace : IDisposable
{
    public const string Folder = "sample-apps/static-site";

    public SiteWorkspace()
    {
        Workspace.AddSample("static-site");
        // The sample's own file, which keeps those above away, is as empty.
        Workspace.Write(Folder + "/Directory.Build.props", $"""
            <Project>
              <ItemGroup>
                <ContainerPort Include="{Port.ToString(CultureInfo.InvariantCulture)}" />
              </ItemGroup>
            </Project>
            """);
    }

    public Workspace Workspace { get; } = new();

    public int Port { get; } = Publishing.FreePort();

    /// <summary>Runs the image as a cautious host does: nothing of its file system can be written.</summary>
    public Task<RunningContainer> StartAsync(Engine engine, string image) =>
        RunningContainer.StartAsync(engine, image, Port, "--read-only", "--tmpfs=/tmp");

    public void Dispose() => Workspace.Dispose();
}
