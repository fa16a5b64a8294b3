using System.Text.RegularExpressions;

namespace MultiStage.Engines.Progress;

/// <summary>
/// Reads <c>--progress=plain</c>: <c>#7 [build 4/9] RUN …</c>, <c>#7 1.234 output</c>, <c>#7 CACHED</c>, <c>#7 DONE 1.2s</c>, <c>#7 ERROR:
/// …</c>.
/// </summary>
internal sealed partial class PlainProgress : IProgressReader
{
    private readonly HashSet<string> started = new(StringComparer.Ordinal);

    public IEnumerable<BuildEvent> Read(string line)
    {
        var match = Line().Match(line);
        if (!match.Success)
            return [];
        var step = match.Groups[1].Value;
        var rest = match.Groups[2].Value;
        if (rest == "CACHED")
            return [new StepFinished(step, IsCached: true, null)];
        if (Done().IsMatch(rest))
            return [new StepFinished(step, IsCached: false, null)];
        if (rest.StartsWith("ERROR", StringComparison.Ordinal))
            return [new StepFinished(step, IsCached: false, rest["ERROR".Length..].TrimStart(':', ' '))];
        // Output that does not end its line is followed by the step's end on the same line.
        if (OutputWithEnd().Match(rest) is { Success: true } both && both.Groups[2].Value == step)
            return [new StepOutput(step, both.Groups[1].Value), .. Read($"#{step} {both.Groups[3].Value}")];
        if (Output().Match(rest) is { Success: true } output)
            return [new StepOutput(step, output.Groups[1].Value)];
        if (rest.StartsWith('[') && started.Add(step))
            return [new StepStarted(step, rest)];
        return [];
    }

    [GeneratedRegex(@"^#(\d+) (.*)$")]
    private static partial Regex Line();

    [GeneratedRegex(@"^DONE \d+(\.\d+)?s$")]
    private static partial Regex Done();

    [GeneratedRegex(@"^\d+\.\d+ (.*)#(\d+) (DONE \d+(?:\.\d+)?s|ERROR: .*)$")]
    private static partial Regex OutputWithEnd();

    [GeneratedRegex(@"^\d+\.\d+ (.*)$")]
    private static partial Regex Output();
}
