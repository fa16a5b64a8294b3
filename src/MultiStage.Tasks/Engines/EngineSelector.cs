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

    /// <summary>The engine that is taken, and why those before it were not.</summary>
    /// <param name="name"><c>auto</c>, empty, or an engine's name.</param>
    /// <param name="cancellation">Stops the probes.</param>
    /// <exception cref="ContainerException">The name is unknown, or the engine of that name is not usable.</exception>
    public static async Task<EngineChoice> SelectAsync(string name, CancellationToken cancellation)
    {
        var all = Engines.Select(create => create()).ToList();
        var isAuto = name.Length == 0 || name.Equals(Auto, StringComparison.OrdinalIgnoreCase);
        var candidates = isAuto ? all : all.Where(engine => engine.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (candidates.Count == 0)
            throw new ContainerException(OptionDiagnostics.UnknownEngine, name, string.Join(", ", all.Select(engine => engine.Name).Prepend(Auto)));

        List<string> refused = [];
        foreach (var engine in candidates)
        {
            var probe = await engine.ProbeAsync(cancellation).ConfigureAwait(false);
            if (probe.Problem is null)
                return new EngineChoice(engine, probe, refused);
            if (!isAuto)
                throw probe.IsTooOld
                    ? new ContainerException(EngineDiagnostics.EngineTooOld, probe.Description, probe.Problem)
                    : new ContainerException(EngineDiagnostics.EngineNotUsable, name, probe.Problem);
            refused.Add($"{engine.Name}: {probe.Problem}");
        }
        throw new InvalidOperationException("The embedded engine is always usable.");
    }
}

/// <summary>The engine that will build.</summary>
/// <param name="Refused">Engines that were tried before it, each with the reason why it is not usable.</param>
internal sealed record EngineChoice(IContainerEngine Engine, EngineProbe Probe, IReadOnlyList<string> Refused);
