using MultiStage.Engines.Contract;
using MultiStage.Engines.Explain;
using MultiStage.Engines.Progress;

namespace MultiStage.UnitTests.Support;

/// <summary>What an engine printed once, from the folder recordings.</summary>
internal static class Recording
{
    public static string Text(string name) => File.ReadAllText(Path.Combine(Repository.Folder, "tests", "UnitTests", "recordings", name));

    /// <summary>The transcript after the whole recording.</summary>
    public static (BuildTranscript Transcript, RecordingObserver Observer) Play(string name, string contextFolder = "/home/me/repo")
    {
        var observer = new RecordingObserver();
        IProgressReader reader = name.StartsWith("docker28", StringComparison.Ordinal) && !name.Contains("plain", StringComparison.Ordinal)
            ? new RawJsonProgress()
            : new PlainProgress();
        var transcript = new BuildTranscript(reader, observer, OnHost(contextFolder));
        foreach (var line in Text(name).Split('\n'))
            transcript.Add(line);
        return (transcript, observer);
    }
}

/// <summary>Remembers what it hears.</summary>
internal sealed class RecordingObserver : IBuildObserver
{
    public List<string> Stages { get; } = [];
    public List<string> Lines { get; } = [];
    public List<BuilderDiagnostic> Diagnostics { get; } = [];
    public List<string> Warnings { get; } = [];

    public void StageStarted(string stage) => Stages.Add(stage);

    public void Output(string line) => Lines.Add(line);

    public void Diagnostic(BuilderDiagnostic diagnostic) => Diagnostics.Add(diagnostic);

    public void Warning(string text) => Warnings.Add(text);
}
