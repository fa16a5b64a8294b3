using System.Globalization;
using System.Text.Json;

namespace MultiStage.EngineTests;

/// <summary>A generated compose file under a project name that no other run has; gone with everything of it at the end.</summary>
internal sealed class ComposeRun : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly Workspace workspace;
    private readonly string folder;
    private readonly string name = "multistage-" + Publishing.NewTag();

    private ComposeRun(Workspace workspace, string folder) => (this.workspace, this.folder) = (workspace, folder);

    /// <param name="folder">The project's, relative to the workspace.</param>
    /// <param name="changes">compose.override.yaml.</param>
    public static async Task<ComposeRun> CreateAsync(Workspace workspace, string folder, string changes, params string[] arguments)
    {
        (await workspace.DotNetAsync(folder,
            ["msbuild", "-t:GenerateCompose", "-nologo", "-p:ContainerImageTag=" + Publishing.NewTag(), .. arguments])).Succeeded();
        workspace.Write(folder + "/compose.override.yaml", changes);
        return new ComposeRun(workspace, folder);
    }

    /// <summary>docker compose in the project's folder.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) =>
        workspace.RunAsync(folder, Engine.Docker.Program, ["compose", "--project-name", name, .. arguments], Engine.Docker.Environment);

    /// <summary>Services that have a container, running or not.</summary>
    public async Task<IReadOnlyList<string>> ServicesAsync() =>
        [.. (await RunAsync("ps", "--all", "--format", "{{.Service}}")).Succeeded().Output.Split('\n',
            StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    /// <summary>What docker inspect says of a service's container.</summary>
    public async Task<JsonElement> InspectAsync(string service)
    {
        var id = (await RunAsync("ps", "--all", "--quiet", service)).Succeeded().Output.Trim();
        using var json = JsonDocument.Parse((await Engine.Docker.RunAsync("inspect", id)).Succeeded().StandardOutput);
        return json.RootElement[0].Clone();
    }

    /// <summary>Names of containers, volumes and networks that are still there.</summary>
    public async Task<string> LeftAsync()
    {
        var label = "label=com.docker.compose.project=" + name;
        var containers = await Engine.Docker.RunAsync("ps", "--all", "--quiet", "--filter", label);
        var volumes = await Engine.Docker.RunAsync("volume", "ls", "--quiet", "--filter", label);
        var networks = await Engine.Docker.RunAsync("network", "ls", "--quiet", "--filter", label);
        return (containers.Succeeded().Output + volumes.Succeeded().Output + networks.Succeeded().Output).Trim();
    }

    /// <summary>The answer to an HTTP request; waits while the server starts.</summary>
    public static async Task<string> GetAsync(int port, string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        for (var deadline = DateTime.UtcNow + StartTime; ; await Task.Delay(100))
        {
            try
            {
                return await http.GetStringAsync($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}{path}");
            }
            catch (HttpRequestException exception) when (exception.StatusCode is null && DateTime.UtcNow < deadline)
            {
                // Not listening yet.
            }
        }
    }

    public async ValueTask DisposeAsync() => await RunAsync("--profile", "*", "down", "--volumes", "--rmi", "all", "--remove-orphans");
}
