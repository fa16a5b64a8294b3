using Microsoft.Build.Framework;
using MultiStage.Engines;

namespace MultiStage.Tasks;

/// <summary>Passes what an engine says on to MSBuild's log.</summary>
internal sealed class BuildObserver(string projectFile, StageProgress progress) : IBuildObserver
{
    public void StageStarted(string stage) => progress.Start(stage);

    public void Output(string line) => progress.Message(log => log.LogMessage(MessageImportance.Normal, "{0}", line));

    public void Diagnostic(BuilderDiagnostic diagnostic)
    {
        var file = diagnostic.File.Length > 0 && diagnostic.File != "CSC" && diagnostic.File != "MSBUILD" ? diagnostic.File
            : diagnostic.Project.Length > 0 ? diagnostic.Project : projectFile;
        progress.Result(log =>
        {
            if (diagnostic.IsError)
                log.LogError(null, diagnostic.Code, null, file, diagnostic.Line, diagnostic.Column, 0, 0, "{0}", diagnostic.Text);
            else
                log.LogWarning(null, diagnostic.Code, null, file, diagnostic.Line, diagnostic.Column, 0, 0, "{0}", diagnostic.Text);
        });
    }
}
