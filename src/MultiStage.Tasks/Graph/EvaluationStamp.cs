using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MultiStage.Graph;

/// <summary>
/// Tells whether what was made from an evaluation is still current: no file that the evaluation read has changed, and
/// nothing else that decided it. Environment variables, and files that appear where a wildcard of another folder finds
/// them, are not looked at: what depends on those must not be kept. The embedded engine takes the way of publishing and the
/// context folder, a Dockerfile takes everything.
/// </summary>
/// <remarks>A file of lines: digest of the key, context folder, then a stamp and a path for each file.</remarks>
internal static class EvaluationStamp
{
    // A file of these names is read wherever it appears above a project.
    private static readonly string[] FoundByName =
        ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "Directory.Solution.props", "global.json",
            "nuget.config", "NuGet.config", "NuGet.Config"];

    /// <summary>The context folder, or null when there is no stamp or something has changed since.</summary>
    /// <param name="path">The file that keeps the stamp.</param>
    /// <param name="key">Everything beside the files that decides the evaluation and what is made from it.</param>
    public static string? Read(string path, string key)
    {
        try
        {
            if (!File.Exists(path))
                return null;
            var lines = File.ReadAllLines(path);
            if (lines.Length < 2 || lines[0] != Hash(key))
                return null;
            foreach (var line in lines.AsSpan(2))
            {
                var split = line.IndexOf('|', StringComparison.Ordinal);
                if (split < 0 || Stamp(line[(split + 1)..]) != line[..split])
                    return null;
            }
            return lines[1];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The text of a stamp, to be written whole or not at all: a part of it would be current too easily.</summary>
    /// <param name="key">As for <see cref="Read"/>.</param>
    /// <param name="solution">What was evaluated.</param>
    /// <param name="others">Absolute paths of further files that must not change: what was made, and <c>project.assets.json</c>, which
    /// follows every change of a reference.</param>
    public static string Of(string key, EvaluatedSolution solution, IEnumerable<string> others)
    {
        var files = solution.Model.Projects.SelectMany(project => project.RestoreInputs).Concat(solution.Model.SharedInputs)
            .Select(file => (solution.ContextFolder / file).Text)
            .Concat(solution.Model.Projects.SelectMany(project => FoundAbove(solution.ContextFolder / project.Path)))
            .Concat(solution.Probed)
            .Concat(others);
        var text = new StringBuilder().Append(Hash(key)).Append('\n').Append(solution.ContextFolder).Append('\n');
        foreach (var file in files.Distinct(StringComparer.Ordinal))
            text.Append(Stamp(file)).Append('|').Append(file).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<string> FoundAbove(string projectFile)
    {
        for (var folder = Path.GetDirectoryName(projectFile); folder is not null; folder = Path.GetDirectoryName(folder))
            foreach (var name in FoundByName)
                yield return Path.Combine(folder, name);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Stamp(string path) =>
        new FileInfo(path) is { Exists: true } file
            ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}")
            : "";
}
