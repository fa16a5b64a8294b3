namespace MultiStage.Engines.Progress;

/// <summary>Reads one format of BuildKit's progress, line by line.</summary>
internal interface IProgressReader
{
    /// <summary>The events that a line completes; none for a line that is not progress.</summary>
    IEnumerable<BuildEvent> Read(string line);
}
