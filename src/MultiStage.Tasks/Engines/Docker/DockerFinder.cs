using MultiStage.Diagnostics;
using MultiStage.Engines.Contract;
using MultiStage.Engines.Processes;

namespace MultiStage.Engines.Docker;

/// <summary>Asks the docker CLI what is behind it.</summary>
internal sealed class DockerFinder(IProcessRunner docker) : IEngineFinder
{
    // Command lines before this version drive BuildKit themselves; later ones leave it to buildx.
    private static readonly Version FirstThatNeedsBuildx = new(23, 0);

    public DockerFinder()
        : this(new ProcessRunner("docker", new Dictionary<string, string>
        {
            // BuildKit has to be asked for before Docker 23. Attestations would turn a single image into an index, which some hosts refuse.
            ["DOCKER_BUILDKIT"] = "1",
            ["BUILDX_NO_DEFAULT_ATTESTATIONS"] = "1",
            ["DOCKER_CLI_HINTS"] = "false",
        }))
    {
    }

    public string Name => "docker";

    public async Task<EngineProbe> ProbeAsync(CancellationToken cancellation)
    {
        ProcessOutcome answer;
        try
        {
            answer = await docker.CollectAsync(["info", "--format", "{{json .}}"], cancellation).ConfigureAwait(false);
        }
        catch (ContainerException exception) when (exception.Descriptor == EngineDiagnostics.NotStarted)
        {
            return new EngineProbe("Docker") { Problem = "the docker command is not installed" };
        }

        var info = DockerInfo.Read(answer.Output);
        if (info is not { Server: { } server, ServerError: "" })
        {
            var reason = info.ServerError.Length > 0 ? info.ServerError : answer.Error.Split('\n')[0].Trim();
            return new EngineProbe("Docker") { Problem = reason.Length > 0 ? reason.TrimEnd('.') : "docker info gives no answer" };
        }
        if (server < DockerFacts.OldestServer)
            return new EngineProbe($"Docker {server}") { Problem = "BuildKit is needed, which is complete since 20.10", IsTooOld = true };
        if (info.OSType.Equals("windows", StringComparison.OrdinalIgnoreCase))
            return new EngineProbe($"Docker {server}") { Problem = "it runs Windows containers; switch it to Linux containers" };

        var buildx = await docker.CollectAsync(["buildx", "version"], cancellation).ConfigureAwait(false);
        var facts = new DockerFacts(server, buildx.ExitCode == 0 ? ReadBuildx(buildx.Output) : null, info.HasContainerdStore);
        if (facts.Buildx is null && info.Client >= FirstThatNeedsBuildx)
            return new EngineProbe(facts.Description)
            {
                Problem =
                    $"the docker command {info.Client} builds with its plugin buildx, which is not installed; install the package docker-buildx-plugin (docker-buildx on Debian)",
            };
        return new EngineProbe(facts.Description) { Capabilities = facts.Capabilities, Open = _ => new DockerEngine(docker, facts) };
    }

    // "github.com/docker/buildx v0.29.1 a32761a…" or "github.com/docker/buildx 0.13.1+ds1-…"
    public static Version? ReadBuildx(string text) =>
        text.Split(' ').Select(word => DockerInfo.Version(word.TrimStart('v'))).FirstOrDefault(version => version is not null);
}
