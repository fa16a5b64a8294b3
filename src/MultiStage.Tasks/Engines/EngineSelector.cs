using MultiStage.Diagnostics;
using MultiStage.Engines.Contract;
using MultiStage.Engines.Docker;
using MultiStage.Engines.Embedded;

namespace MultiStage.Engines;

/// <summary>Finds the engine that <c>ContainerEngine</c> asks for.</summary>
internal static class EngineSelector
{
    public const string Auto = "auto";

    // Podman has no engine of its own here: the embedded one builds, and podman keeps the image.
    private const string Podman = "podman";

    /// <summary>The engines in the order in which <c>auto</c> tries them.</summary>
    public static IReadOnlyList<IEngineFinder> Finders => [new DockerFinder(), new EmbeddedFinder()];

    /// <summary>The name to ask for: <c>ContainerEngine</c>, else the in-box property <c>LocalRegistry</c>.</summary>
    public static string Name(string engine, string localRegistry) =>
        engine.Length > 0 ? engine : localRegistry.Equals(Podman, StringComparison.OrdinalIgnoreCase) ? new EmbeddedFinder().Name
            : localRegistry;

    /// <summary>The engine that is taken, and why those before it were not.</summary>
    /// <param name="name"><c>auto</c>, empty, or an engine's name.</param>
    /// <param name="finders">The engines, in the order in which <c>auto</c> tries them.</param>
    /// <param name="cancellation">Stops the probes.</param>
    /// <exception cref="ContainerException">The name is unknown, or no engine that it means is usable.</exception>
    public static async Task<EngineChoice> SelectAsync(string name, IReadOnlyList<IEngineFinder> finders, CancellationToken cancellation)
    {
        var isAuto = name.Length == 0 || name.Equals(Auto, StringComparison.OrdinalIgnoreCase);
        var candidates = isAuto ? finders : [.. finders.Where(finder => finder.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (candidates.Count == 0)
            throw new ContainerException(OptionDiagnostics.UnknownEngine, name,
                string.Join(", ", finders.Select(finder => finder.Name).Prepend(Auto)));

        List<string> refused = [];
        foreach (var finder in candidates)
        {
            var probe = await finder.ProbeAsync(cancellation).ConfigureAwait(false);
            if (probe.Open is not null)
                return new EngineChoice(finder.Name, probe, refused);
            if (!isAuto)
                throw probe.IsTooOld
                    ? new ContainerException(EngineDiagnostics.EngineTooOld, probe.Description, probe.Problem)
                    : new ContainerException(EngineDiagnostics.EngineNotUsable, name, probe.Problem);
            refused.Add($"{finder.Name}: {probe.Problem}");
        }
        throw new ContainerException(EngineDiagnostics.EngineNotUsable, Auto, string.Join("; ", refused));
    }
}

/// <summary>The engine that will build. One publish probes once: its tasks hand this on.</summary>
/// <param name="Name">The name for <c>ContainerEngine</c>.</param>
/// <param name="Probe">What it can do.</param>
/// <param name="Refused">Engines that were tried before it, each with the reason why it is not usable.</param>
internal sealed record EngineChoice(string Name, EngineProbe Probe, IReadOnlyList<string> Refused)
{
    /// <summary>The engine, ready to build.</summary>
    /// <param name="publication">What was published on this machine; null for an engine that compiles itself.</param>
    public IContainerEngine Open(HostPublication? publication) => Probe.Open!(publication);
}
