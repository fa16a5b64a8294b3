using System.Text.RegularExpressions;

namespace MultiStage.TestSupport;

/// <summary>What every error of MultiStage.Sdk has to be: one line with a code, and nothing for programmers.</summary>
public static partial class DiagnosticAssert
{
    /// <summary>Fails unless the run failed with exactly one error, of this code, whose text contains the given parts.</summary>
    public static void HasOnly(this CommandResult result, string code, params string[] parts)
    {
        result.Failed();
        var errors = Error().Matches(result.Output).Select(match => match.Value.Trim()).Distinct().ToList();
        if (errors.Count != 1 || !errors[0].Contains($"error {code}: ", StringComparison.Ordinal))
            throw new InvalidOperationException($"One error {code} was expected.\n{result.Command}\n{result.Output}");
        foreach (var part in parts.Where(part => !result.Output.Contains(part, StringComparison.Ordinal)))
            throw new InvalidOperationException($"'{part}' was expected in:\n{result.Output}");
        foreach (var part in new[] { "   at ", "MSB4018", "CONTAINER1", "CONTAINER2", "CONTAINER3", "CONTAINER4", "Unhandled" })
            if (result.Output.Contains(part, StringComparison.Ordinal))
                throw new InvalidOperationException($"'{part}' was not expected in:\n{result.Output}");
    }

    /// <inheritdoc cref="HasOnly(CommandResult, string, string[])"/>
    public static void HasOnly(this Generation generation, string code, params string[] parts) => generation.Result.HasOnly(code, parts);

    // MSBuild's form: file(line): error CODE: text. The summary at the end repeats it.
    [GeneratedRegex(@"^.*?: error [A-Z]*\d*: .*$", RegexOptions.Multiline)]
    private static partial Regex Error();
}
