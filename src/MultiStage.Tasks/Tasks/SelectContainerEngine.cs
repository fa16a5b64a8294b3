using Microsoft.Build.Framework;
using MultiStage.Engines;

namespace MultiStage.Tasks;

/// <summary>Finds the engine that will build. Errors: MST2009, MST3001, MST3002, MST3003.</summary>
public sealed class SelectContainerEngine : ContainerTask
{
    /// <summary><c>ContainerEngine</c>: <c>auto</c> (also when empty) or an engine's name.</summary>
    public string Engine { get; set; } = "";

    /// <summary><c>LocalRegistry</c>, the in-box name for the same choice: <c>Docker</c> or <c>Podman</c>; <see cref="Engine"/> goes first.</summary>
    public string LocalRegistry { get; set; } = "";

    /// <summary>The engine's name.</summary>
    [Output]
    public string SelectedEngine { get; set; } = "";

    /// <summary>The best dialect that it reads: <c>portable</c> or <c>modern</c>.</summary>
    [Output]
    public string Dialect { get; set; } = "";

    private protected override void Run()
    {
        var (engine, probe) = EngineSelector.SelectAsync(Engine.Length > 0 ? Engine : LocalRegistry, Cancellation).GetAwaiter().GetResult();
        SelectedEngine = engine.Name;
        Dialect = probe.Dialect.ToString().ToLowerInvariant();
        Log.LogMessage(MessageImportance.Normal, "Building with {0} ({1}).", probe.Description,
            Engine.Length == 0 && LocalRegistry.Length == 0 || Engine == EngineSelector.Auto ? "the first usable engine" : "as ContainerEngine says");
    }
}
