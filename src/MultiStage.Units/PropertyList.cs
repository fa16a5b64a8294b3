namespace MultiStage.Units;

/// <summary>Properties as MSBuild's <c>-p</c> has them: <c>A=b;C=d</c>, with its escapes, which stay.</summary>
internal static class PropertyList
{
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string text) =>
    [
        .. text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .Select(pair => KeyValuePair.Create(pair[0].Trim(), pair.Length > 1 ? pair[1] : "")),
    ];
}
