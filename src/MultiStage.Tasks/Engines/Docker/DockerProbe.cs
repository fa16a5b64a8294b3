using System.Text.Json;
using MultiStage.Diagnostics;
using MultiStage.Rendering;

namespace MultiStage.Engines.Docker;

/// <summary>What the Docker on this machine can do.</summary>
/// <param name="Server">Version of the engine.</param>
/// <param name="Buildx">Version of the buildx plugin; null without it, when the classic CLI drives BuildKit.</param>
/// <param name="HasContainerdStore">Whether images live in containerd, which brings several platforms and cache export.</param>
internal sealed record DockerFacts(Version Server, Version? Buildx, bool HasContainerdStore)
{
    // BuildKit came in 18.09 behind a switch and reads the mounts of the portable dialect since 20.10.
    public static readonly Version OldestServer = new(20, 10);
    private static readonly Version FirstWithLink = new(23, 0);
    private static readonly Version FirstRawJson = new(0, 13);

    public DockerfileDialect Dialect => Server >= FirstWithLink && Buildx is not null ? DockerfileDialect.Modern : DockerfileDialect.Portable;

    public bool HasRawJson => Buildx is not null && Buildx >= FirstRawJson;

    public string Description => $"Docker {Server}" + (Buildx is null ? "" : $" (buildx {Buildx})");
}

/// <summary>Asks the docker CLI what is behind it.</summary>
internal static class DockerProbe
{
    public static async Task<(DockerFacts? Facts, EngineProbe Probe)> RunAsync(ProcessRunner docker, CancellationToken cancellation)
    {
        ProcessOutcome info;
        try
        {
            info = await docker.CollectAsync(["info", "--format", "{{json .}}"], cancellation).ConfigureAwait(false);
        }
        catch (ContainerException exception) when (exception.Descriptor == EngineDiagnostics.NotStarted)
        {
            return (null, new EngineProbe("Docker", "the docker command is not installed"));
        }

        if (!TryReadInfo(info.Output, out var server, out var osType, out var hasContainerdStore, out var serverError))
        {
            var reason = serverError.Length > 0 ? serverError : FirstLine(info.Error);
            return (null, new EngineProbe("Docker", reason.Length > 0 ? reason.TrimEnd('.') : "docker info gives no answer"));
        }
        if (server < DockerFacts.OldestServer)
            return (null, new EngineProbe($"Docker {server}", "BuildKit is needed, which is complete since 20.10") { IsTooOld = true });
        if (osType.Equals("windows", StringComparison.OrdinalIgnoreCase))
            return (null, new EngineProbe($"Docker {server}", "it runs Windows containers; switch it to Linux containers"));

        var buildx = await docker.CollectAsync(["buildx", "version"], cancellation).ConfigureAwait(false);
        var facts = new DockerFacts(server, buildx.ExitCode == 0 ? ReadBuildx(buildx.Output) : null, hasContainerdStore);
        return (facts, new EngineProbe(facts.Description, null, facts.Dialect));
    }

    /// <summary>Reads the JSON of <c>docker info</c>; false when no engine answered it.</summary>
    public static bool TryReadInfo(string text, out Version server, out string osType, out bool hasContainerdStore, out string serverError)
    {
        (server, osType, hasContainerdStore, serverError) = (new Version(0, 0), "", false, "");
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return false;
            if (root.TryGetProperty("ServerErrors", out var errors) && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0)
                serverError = Text(errors[0]);
            if (!root.TryGetProperty("ServerVersion", out var version) || !TryReadVersion(Text(version), out server))
                return false;
            osType = root.TryGetProperty("OSType", out var type) ? Text(type) : "";
            hasContainerdStore = root.TryGetProperty("DriverStatus", out var status)
                && status.GetRawText().Contains("io.containerd.snapshotter", StringComparison.Ordinal);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString()! : "";

    // "github.com/docker/buildx v0.29.1 a32761a…" or "github.com/docker/buildx 0.13.1+ds1-…"
    public static Version? ReadBuildx(string text) =>
        text.Split(' ').Select(word => TryReadVersion(word.TrimStart('v'), out var version) ? version : null).FirstOrDefault(version => version is not null);

    private static bool TryReadVersion(string text, out Version version)
    {
        var digits = new string([.. text.TakeWhile(character => char.IsAsciiDigit(character) || character == '.')]).Trim('.');
        var isVersion = Version.TryParse(digits, out var parsed);
        version = parsed ?? new Version(0, 0);
        return isVersion;
    }

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();
}
