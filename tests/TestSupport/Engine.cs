namespace MultiStage.TestSupport;

/// <summary>One of the engines that eng/engines.sh brings up. A missing one is a failure: tests never pass without it.</summary>
public sealed class Engine(string name, string program = "docker")
{
    public static readonly Engine Docker = new("docker");
    public static readonly Engine DockerClassic = new("docker-classic");
    public static readonly Engine Docker20 = new("docker-20");

    /// <summary>It has no daemon; its command takes docker's arguments.</summary>
    public static readonly Engine Podman = new("podman", "podman");

    private static string Engines => System.Environment.GetEnvironmentVariable("MULTISTAGE_ENGINES") ?? "/var/tmp/multistage-engines";

    public string Name => name;

    /// <summary>Path of the engine's command.</summary>
    public string Program => Path.Combine(Bin, program);

    /// <summary>Variables that make its command mean this engine.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["PATH"] = Bin + System.IO.Path.PathSeparator + System.Environment.GetEnvironmentVariable("PATH"),
        ["DOCKER_HOST"] = null,
        ["DOCKER_CONTEXT"] = null,
    };

    /// <summary>Address of the registry that the engines can push to, e.g. <c>localhost:5000</c>.</summary>
    public static string Registry => "localhost:" + File.ReadAllText(Path.Combine(Engines, "registry", "port")).Trim();

    /// <summary>A program that comes with the registry: docker-registry or crane.</summary>
    public static string RegistryTool(string tool) => Path.Combine(new Engine("registry").Bin, tool);

    /// <summary>podman or buildah, which have no daemon and share their images.</summary>
    public static string Daemonless(string tool) => Path.Combine(new Engine(tool).Bin, tool);

    /// <summary>Runs the engine's command.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) => RunAsync(arguments, CancellationToken.None);

    public Task<CommandResult> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation) =>
        CommandLine.RunAsync(Program, arguments, System.IO.Path.GetTempPath(),
            new Dictionary<string, string?> { ["DOCKER_BUILDKIT"] = "1" }, cancellation);

    public override string ToString() => name;

    private string Bin => Directory.Exists(Path.Combine(Engines, name, "bin"))
        ? Path.Combine(Engines, name, "bin")
        : throw new InvalidOperationException($"The engine '{name}' is not there. Bring it up with eng/engines.sh up {name}.");
}
