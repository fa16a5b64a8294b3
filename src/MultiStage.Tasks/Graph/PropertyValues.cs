using System.Text.RegularExpressions;

namespace MultiStage.Graph;

/// <summary>
/// All that an expression may have meant where it was evaluated. Only the last value of a property is known afterwards; a
/// property that files of the repository set several times had others before.
/// </summary>
/// <param name="set">Where properties are set: the file, and the name with the text of the value.</param>
internal sealed partial class PropertyValues(IEnumerable<(string File, NameValue Property)> set)
{
    // Values of values, and so on: more than this is no path that somebody wrote.
    private const int MostTexts = 200;

    private readonly ILookup<string, string> values = set
        .ToLookup(pair => pair.Property.Name, pair => InFile(pair.Property.Value.Trim(), pair.File), StringComparer.OrdinalIgnoreCase);

    /// <summary>Replaces the properties that tell of the file an expression stands in: they are another's afterwards.</summary>
    public static string InFile(string expression, string file) => expression
        .Replace("$(MSBuildThisFileDirectory)", Path.GetDirectoryName(file) + Path.DirectorySeparatorChar,
            StringComparison.OrdinalIgnoreCase)
        .Replace("$(MSBuildThisFileFullPath)", file, StringComparison.OrdinalIgnoreCase)
        .Replace("$(MSBuildThisFile)", Path.GetFileName(file), StringComparison.OrdinalIgnoreCase);

    /// <summary>The expression, and those with values in the place of properties.</summary>
    public IReadOnlyList<string> Of(string expression)
    {
        List<string> texts = [expression];
        for (var index = 0; index < texts.Count && texts.Count < MostTexts; index++)
            foreach (var name in Reference().Matches(texts[index]).Select(match => match.Groups["name"].Value)
                .Distinct(StringComparer.OrdinalIgnoreCase))
                texts.AddRange(values[name].Where(value => !value.Contains($"$({name})", StringComparison.OrdinalIgnoreCase))
                    .Select(value => texts[index].Replace($"$({name})", value, StringComparison.OrdinalIgnoreCase))
                    .Where(text => !texts.Contains(text, StringComparer.Ordinal)));
        return texts;
    }

    [GeneratedRegex(@"\$\((?<name>[A-Za-z_][\w-]*)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
