using System.Globalization;

namespace MultiStage.Rendering;

/// <summary>
/// Values with a line break, which no instruction can hold. The file takes them from build arguments of its own, which
/// the engine fills; `docker build` without them leaves the value empty.
/// </summary>
internal static class LineBreakArguments
{
    /// <summary>All such values of the plan with the names of their arguments.</summary>
    public static IReadOnlyList<NameValue> For(BuildPlan plan) =>
    [
        .. plan.Stages.SelectMany(stage => stage.Steps).SelectMany(Values)
            .Where(pair => pair.Value.HasLineBreak()).Distinct().OrderBy(pair => pair.Name, StringComparer.Ordinal),
    ];

    public static string NameOfEnvironment(string name) => "CONTAINER_ENV_" + Identifier(name);

    public static string NameOfLabel(string name) => "CONTAINER_LABEL_" + Identifier(name);

    private static IEnumerable<NameValue> Values(Step step) => step switch
    {
        SettingsStep { Settings: var settings } =>
        [
            .. settings.Environment.Select(pair => pair with { Name = NameOfEnvironment(pair.Name) }),
            .. settings.Labels.Select(pair => pair with { Name = NameOfLabel(pair.Name) }),
        ],
        ArgumentStep { Default: { } value } argument => [new NameValue(argument.Name, value)],
        _ => [],
    };

    // Two names that differ must not share an argument: other characters become _xHEX_, and so does an underscore that
    // would look like the start of one.
    private static string Identifier(string name) =>
        string.Concat(name.Select((character, index) =>
            char.IsAsciiLetterOrDigit(character) || (character == '_' && (index + 1 == name.Length || name[index + 1] != 'x'))
                ? $"{character}"
                : string.Create(CultureInfo.InvariantCulture, $"_x{(int)character:X}_")));
}
