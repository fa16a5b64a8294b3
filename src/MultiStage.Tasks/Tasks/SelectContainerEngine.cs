using Microsoft.Build.Framework;
using MultiStage.Diagnostics;
using MultiStage.Engines;

namespace MultiStage.Tasks;

/// <summary>Finds the engine that will build. Errors: MST2009, MST3002, MST3003. Warnings: MST3024.</summary>
public sealed class SelectContainerEngine : ContainerTask
{
    /// <summary><c>ContainerEngine</c>: <c>auto</c> (also when empty) or an engine's name.</summary>
    public string Engine { get; set; } = "";

    /// <summary>
    /// <c>LocalRegistry</c>, the in-box name for the same choice: <c>Docker</c> or <c>Podman</c>; <see cref="Engine"/> goes first.
    /// </summary>
    public string LocalRegistry { get; set; } = "";

    /// <summary><c>NoBuild</c>.</summary>
    public bool NoBuild { get; set; }

    /// <summary>Whether <c>dotnet publish</c> was given a folder with <c>-o</c>.</summary>
    public bool HasOutputFolder { get; set; }

    /// <summary>The engine's name.</summary>
    [Output]
    public string SelectedEngine { get; set; } = "";

    /// <summary>The best dialect that it reads: <c>portable</c> or <c>modern</c>.</summary>
    [Output]
    public string Dialect { get; set; } = "";

    /// <summary>Whether it is given what this machine publishes, as it compiles nothing.</summary>
    [Output]
    public bool NeedsHostPublish { get; set; }

    private protected override void Run()
    {
        var name = EngineSelector.Name(Engine, LocalRegistry);
        var choice = EngineSelector.SelectAsync(name, EngineSelector.Finders, Cancellation).GetAwaiter().GetResult();
        SelectedEngine = choice.Name;
        Dialect = choice.Probe.Capabilities.Dialect.ToString().ToLowerInvariant();
        NeedsHostPublish = choice.Probe.Capabilities.NeedsHostPublish;
        if (Session is { } session)
            session.Engine = choice;
        Report(choice);
    }

    private void Report(EngineChoice choice)
    {
        // Somebody who has an engine and does not see it used wants to know why.
        if (choice.Refused.Count > 0)
            Log.LogMessage(
                MessageImportance.High, "{0}: no container engine is usable ({1}); building with {2}.",
                Path.GetFileNameWithoutExtension(ProjectFile), string.Join("; ", choice.Refused).TrimEnd('.'), choice.Probe.Description);
        else
            Log.LogMessage(MessageImportance.Normal, "Building with {0}.", choice.Probe.Description);
        var ignored = EngineDiagnostics.OptionIgnored;
        if (HasOutputFolder)
            LogWarning(ignored, ignored.Format(
                "-o (--output)", "the result is an image",
                "Set ContainerArchiveOutputPath for a file, or ContainerTarget=export with ContainerExportPath for the files of the app."));
        if (NoBuild && !NeedsHostPublish)
            LogWarning(ignored, ignored.Format(
                "--no-build", $"{choice.Probe.Description} compiles in its builder",
                "Leave it out, or set ContainerEngine=embedded to take what was built on this machine."));
    }
}
