using MultiStage.Diagnostics;
using MultiStage.Engines.Docker;
using MultiStage.Engines.Embedded;

namespace MultiStage.Engines;

/// <summary>Finds the engine that <c>ContainerEngine</c> asks for.</summary>
internal static class EngineSelector
{
    public const string Auto = "auto";

    /// <summary>The engines in the order in which <c>auto</c> tries them.</summary>
    private static readonly IReadOnlyList<Func<IContainerEngine>> Engines = [() => new DockerEngine(), () => new EmbeddedEngine()];

    /// <summary>The engine and its probe.</summary>
    /// <param name="name"><c>auto</c>, empty, or an engine's name.</param>
    /// <param name="cancellation">Stops the probes.</param>
    /// <exception cref="ContainerException">The name is unknown, or no engine is usable; says why for each.</exception>
    public static async Task<(IContainerEngine Engine, EngineProbe Probe)> SelectAsync(string name, CancellationToken cancellation)
    {
        var all = Engines.Select(create => create()).ToList();
        var isAuto = name.Length == 0 || name.Equals(Auto, StringComparison.OrdinalIgnoreCase);
        var candidates = isAuto ? all : all.Where(engine => engine.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (candidates.Count == 0)
            throw new ContainerException(OptionDiagnostics.UnknownEngine, name, string.Join(", ", all.Select(engine => engine.Name).Prepend(Auto)));

        List<(IContainerEngine Engine, EngineProbe Probe)> refused = [];
        foreach (var engine in candidates)
        {
            var probe = await engine.ProbeAsync(cancellation).ConfigureAwait(false);
            if (probe.Problem is null)
                return (engine, probe);
            refused.Add((engine, probe));
        }
        if (refused.FirstOrDefault(candidate => candidate.Probe.IsTooOld) is { Probe: { } old })
            throw new ContainerException(EngineDiagnostics.EngineTooOld, old.Description, old.Problem);
        throw isAuto
            ? new ContainerException(EngineDiagnostics.NoEngine, string.Join("; ", refused.Select(candidate => $"{candidate.Engine.Name}: {candidate.Probe.Problem}")))
            : new ContainerException(EngineDiagnostics.EngineNotUsable, name, refused[0].Probe.Problem);
    }
}
