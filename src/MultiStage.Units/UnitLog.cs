using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Microsoft.Build.Logging;

namespace MultiStage.Units;

/// <summary>Hears what MSBuild says of a unit, to tell why it failed where the cause is that it is built alone.</summary>
internal sealed partial class UnitLog(string root) : ILogger
{
    private readonly List<BuildErrorEventArgs> errors = [];
    private string project = "";

    public LoggerVerbosity Verbosity { get; set; } = LoggerVerbosity.Minimal;

    public string? Parameters { get; set; }

    /// <summary>Prints errors and warnings in the form that every tool reads.</summary>
    public ConsoleLogger Console { get; } = new(LoggerVerbosity.Minimal) { Parameters = "NoSummary;ForceNoAlign" };

    public bool HasErrors => errors.Count > 0;

    /// <summary>Another project that was built on the way, though nobody had said that it would be; null for none.</summary>
    public string? Violation { get; private set; }

    public void Initialize(IEventSource eventSource)
    {
        eventSource.ErrorRaised += (_, error) => errors.Add(error);
        // Answers that were kept run no target.
        eventSource.TargetStarted += (_, target) =>
        {
            if (target.ProjectFile is { Length: > 0 } file && file != project)
                Violation ??= file;
        };
    }

    public void Shutdown()
    {
    }

    /// <summary>The next errors are those of this project.</summary>
    public void Begin(string file)
    {
        project = file;
        errors.Clear();
        Violation = null;
    }

    /// <summary>Prints one more error where the cause of the others is that the project is built apart.</summary>
    public void Explain()
    {
        if (errors.SelectMany(Missing).FirstOrDefault() is { } path)
            System.Console.WriteLine(new UnitException(UnitDiagnostics.MissingInput, project, Path.GetRelativePath(root, path)).Canonical);
    }

    // A path below the root that leads nowhere is what the stage does not have.
    private IEnumerable<string> Missing(BuildErrorEventArgs error) =>
        PathBelow().Matches(error.Message ?? "").Select(match => match.Value.TrimEnd('.', ',', ';', ':'))
            .Where(path => path.StartsWith(root + "/", StringComparison.Ordinal))
            .Select(Path.GetFullPath)
            .Where(path => path.StartsWith(root + "/", StringComparison.Ordinal) && !Path.Exists(path) && !IsOutput(path));

    private static bool IsOutput(string path) =>
        path.Contains("/obj/", StringComparison.Ordinal) || path.Contains("/bin/", StringComparison.Ordinal);

    [GeneratedRegex("""/[^\s"'`<>|,;()\[\]]+""")]
    private static partial Regex PathBelow();
}
