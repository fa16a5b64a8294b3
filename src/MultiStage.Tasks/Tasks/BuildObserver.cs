using Microsoft.Build.Framework;
using MultiStage.Engines;

namespace MultiStage.Tasks;

/// <summary>Passes what an engine says on to MSBuild's log.</summary>
/// <param name="project">The place of diagnostics that name no file.</param>
internal sealed class BuildObserver(string project, StageProgress progress) : IBuildObserver
{
    public void StageStarted(string stage) => progress.Start(stage);

    public void Output(string line) => progress.Post(log => log.LogMessage(MessageImportance.Normal, "{0}", line));

    public void Diagnostic(BuilderDiagnostic diagnostic)
    {
        var file = diagnostic.File is not ("" or "CSC" or "FSC" or "VBC" or "MSBUILD") ? diagnostic.File
            : diagnostic.Project.Length > 0 ? diagnostic.Project : project;
        if (diagnostic.IsError)
            progress.Post(log => log.LogError(null, diagnostic.Code, null, file, diagnostic.Line, diagnostic.Column, 0, 0, "{0}", diagnostic.Text), isError: true);
        else
            progress.Post(log => log.LogWarning(null, diagnostic.Code, null, file, diagnostic.Line, diagnostic.Column, 0, 0, "{0}", diagnostic.Text));
    }
}
