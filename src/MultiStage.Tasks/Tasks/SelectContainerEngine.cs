using Microsoft.Build.Framework;
using MultiStage.Engines;
using MultiStage.Engines.Embedded;

namespace MultiStage.Tasks;

/// <summary>Finds the engine that will build. Errors: MST2009, MST3002, MST3003.</summary>
public sealed class SelectContainerEngine : ContainerTask
{
    // Podman has no engine of its own here: the embedded one builds, and podman keeps the image.
    private const string Podman = "Podman";

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
        var name = Engine.Length > 0 ? Engine : LocalRegistry.Equals(Podman, StringComparison.OrdinalIgnoreCase) ? EmbeddedEngine.EngineName : LocalRegistry;
        var choice = EngineSelector.SelectAsync(name, Cancellation).GetAwaiter().GetResult();
        SelectedEngine = choice.Engine.Name;
        Dialect = choice.Probe.Dialect.ToString().ToLowerInvariant();
        // Somebody who has an engine and does not see it used wants to know why.
        if (choice.Refused.Count > 0)
            Log.LogMessage(MessageImportance.High, "{0} -> no container engine is usable ({1}); building with {2}.", Path.GetFileNameWithoutExtension(ProjectFile), string.Join("; ", choice.Refused).TrimEnd('.'), choice.Probe.Description);
        else
            Log.LogMessage(MessageImportance.Normal, "Building with {0}.", choice.Probe.Description);
    }
}
