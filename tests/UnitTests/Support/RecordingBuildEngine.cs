using System.Collections;
using Microsoft.Build.Framework;

namespace MultiStage.UnitTests.Support;

/// <summary>The MSBuild around a task: keeps what it logs and registers.</summary>
/// <param name="globals">The global properties of the project instance.</param>
/// <param name="registered">The objects that tasks have registered; those of one build share them.</param>
internal sealed class RecordingBuildEngine(IReadOnlyDictionary<string, string>? globals = null,
    Dictionary<object, object>? registered = null) : IBuildEngine9
{
    private readonly Dictionary<object, object> registered = registered ?? [];

    public List<BuildErrorEventArgs> Errors { get; } = [];
    public List<BuildWarningEventArgs> Warnings { get; } = [];
    public List<BuildMessageEventArgs> Messages { get; } = [];

    /// <summary>The targets that a task has entered.</summary>
    public List<string> Targets { get; } = [];

    /// <summary>What a target does; none when null.</summary>
    public Action<string>? OnTarget { get; init; }

    public bool ContinueOnError => false;
    public int LineNumberOfTaskNode => 0;
    public int ColumnNumberOfTaskNode => 0;
    public string ProjectFileOfTaskNode => "App.csproj";
    public bool IsRunningMultipleNodes => false;
    public bool AllowFailureWithoutError { get; set; }

    public IEnumerable<string> High =>
        Messages.Where(message => message.Importance == MessageImportance.High).Select(message => message.Message!);

    public IReadOnlyDictionary<string, string> GetGlobalProperties() => globals ?? new Dictionary<string, string>();

    public void RegisterTaskObject(object key, object obj, RegisteredTaskObjectLifetime lifetime, bool allowEarlyCollection)
    {
        // As MSBuild does it: the first of a key stays.
        lock (registered)
            registered.TryAdd(key, obj);
    }

    public object GetRegisteredTaskObject(object key, RegisteredTaskObjectLifetime lifetime)
    {
        lock (registered)
            return registered.GetValueOrDefault(key)!;
    }

    public object UnregisterTaskObject(object key, RegisteredTaskObjectLifetime lifetime)
    {
        lock (registered)
            return registered.Remove(key, out var value) ? value : null!;
    }

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs)
    {
        Targets.AddRange(targetNames);
        OnTarget?.Invoke(targetNames[0]);
        return true;
    }

    public void LogErrorEvent(BuildErrorEventArgs e) => Errors.Add(e);

    public void LogWarningEvent(BuildWarningEventArgs e) => Warnings.Add(e);

    public void LogMessageEvent(BuildMessageEventArgs e) => Messages.Add(e);

    public void LogCustomEvent(CustomBuildEventArgs e)
    {
    }

    public void LogTelemetry(string eventName, IDictionary<string, string> properties)
    {
    }

    public int RequestCores(int requestedCores) => requestedCores;

    public void ReleaseCores(int coresToRelease)
    {
    }

    public bool ShouldTreatWarningAsError(string warningCode) => false;

    public void Yield()
    {
    }

    public void Reacquire()
    {
    }

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs,
        string toolsVersion) =>
        BuildProjectFile(projectFileName, targetNames, globalProperties, targetOutputs);

    public bool BuildProjectFilesInParallel(
        string[] projectFileNames, string[] targetNames, IDictionary[] globalProperties, IDictionary[] targetOutputsPerProject,
        string[] toolsVersion, bool useResultsCache, bool unloadProjectsOnCompletion) => throw new NotSupportedException();

    public BuildEngineResult BuildProjectFilesInParallel(
        string[] projectFileNames, string[] targetNames, IDictionary[] globalProperties, IList<string>[] removeGlobalProperties,
        string[] toolsVersion, bool returnTargetOutputs) => throw new NotSupportedException();
}
