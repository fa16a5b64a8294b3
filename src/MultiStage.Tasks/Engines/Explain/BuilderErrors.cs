using System.Text.RegularExpressions;
using MultiStage.Diagnostics;

namespace MultiStage.Engines.Explain;

/// <summary>Finds the cause in what the tools of the .NET SDK said in a builder, whichever engine ran them.</summary>
internal static partial class BuilderErrors
{
    // What is shown of a step whose error says nothing.
    private const int LinesTold = 3;
    private const int LongestLine = 300;

    /// <summary>The errors as they are, with one behind them when none of them says what happened.</summary>
    /// <param name="failure">The step.</param>
    /// <param name="errors">What tools reported; at least one.</param>
    /// <param name="step">The step as the engine shows it.</param>
    /// <param name="lines">The last lines that it printed.</param>
    public static BuilderErrorsException AsTheyAre(StepFailure failure, IReadOnlyList<BuilderDiagnostic> errors, string step,
        IReadOnlyList<string> lines) =>
        new(errors) { Unexplained = errors.All(SaysNothing) ? Unexplained(failure, step, lines) : null };

    // The command of an Exec, or a tool, has failed; what it printed is no error in MSBuild's form.
    private static bool SaysNothing(BuilderDiagnostic error) =>
        error.Code is "MSB3073" or "MSB3721" or "MSB6006" or "MSB4181" || ExitedWithCode().IsMatch(error.Text);

    private static ContainerException Unexplained(StepFailure failure, string step, IReadOnlyList<string> lines)
    {
        var told = lines.Select(line => line.Trim()).Where(line => line.Length > 0 && !Noise().IsMatch(line))
            .Distinct(StringComparer.Ordinal).TakeLast(LinesTold)
            .Select(line => line.Length > LongestLine ? line[..LongestLine] + "…" : line);
        var text = string.Join(" | ", told);
        return new ContainerException(EngineDiagnostics.CommandFailed, step.Length > 0 ? step : $"a step of the stage '{failure.Stage}'",
            text.Length > 0 ? text : "nothing")
        {
            Details = string.Join('\n', lines),
        };
    }

    [GeneratedRegex(@"exited with code -?\d+\.?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex ExitedWithCode();

    // What MSBuild says around the reason: the error itself, its counts, and where outputs went.
    [GeneratedRegex(@"(?::|^)\s*(?:error|warning) [A-Z]+\d+\s*:|^\d+ (?:Warning|Error)\(s\)$|^Build (?:FAILED|succeeded)|^Time Elapsed|^Determining projects to restore|^All projects are up-to-date|^Restored /| -> /")]
    private static partial Regex Noise();
}
