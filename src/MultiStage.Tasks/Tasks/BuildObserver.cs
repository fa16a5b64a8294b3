using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using MultiStage.Diagnostics;
using MultiStage.Engines.Contract;
using MultiStage.Engines.Explain;

namespace MultiStage.Tasks;

/// <summary>Passes what an engine says on to MSBuild's log.</summary>
/// <param name="project">The place of diagnostics that name no file.</param>
/// <param name="engine">The engine's description.</param>
/// <param name="progress">Where it goes.</param>
internal sealed class BuildObserver(string project, string engine, StageProgress progress) : IBuildObserver
{
    public void StageStarted(string stage) => progress.Start(stage);

    public void Output(string line) => progress.Post(log => log.LogMessage(MessageImportance.Normal, "{0}", line));

    public void Diagnostic(BuilderDiagnostic diagnostic) => progress.Post(log => Log(log, project, diagnostic));

    public void Warning(string text) => progress.Post(log => log.LogWarning(
        null, EngineDiagnostics.EngineWarns.Code, null, EngineDiagnostics.EngineWarns.HelpLink, project, 0, 0, 0, 0,
        "{0}", EngineDiagnostics.EngineWarns.Format(engine, text)));

    /// <summary>Logs what a tool in the builder said, at the place that it means.</summary>
    public static void Log(TaskLoggingHelper log, string project, BuilderDiagnostic diagnostic)
    {
        var file = diagnostic.File is not ("" or "CSC" or "FSC" or "VBC" or "MSBUILD" or "EXEC") ? diagnostic.File
            : diagnostic.Project.Length > 0 ? diagnostic.Project : project;
        var code = diagnostic.Code.Length > 0 ? diagnostic.Code : null;
        if (diagnostic.IsError)
            log.LogError(null, code, null, file, diagnostic.Line, diagnostic.Column, 0, 0, "{0}", diagnostic.Text);
        else
            log.LogWarning(null, code, null, file, diagnostic.Line, diagnostic.Column, 0, 0, "{0}", diagnostic.Text);
    }
}
