using System.Text.RegularExpressions;

namespace MultiStage.Graph;

/// <summary>Files that ask for the operating system: on another one than Linux, evaluation gives another answer than a builder.</summary>
internal static partial class SystemConditions
{
    /// <param name="files">Absolute paths of files that evaluation reads.</param>
    /// <param name="isLinux">Whether this machine answers as a builder does.</param>
    public static IReadOnlyList<string> Read(IEnumerable<string> files, bool isLinux) =>
        isLinux ? [] : [
            .. files.Distinct(StringComparer.Ordinal)
                .Where(file => file.EndsWithAny("proj", ".props", ".targets", ".projitems") && Asks(File.ReadAllText(file)))];

    internal static bool Asks(string text) => Question().IsMatch(text);

    [GeneratedRegex(@"\bIsOS(Platform|UnixLike)\b|\$\(OS\)|RuntimeInformation\]::", RegexOptions.IgnoreCase)]
    private static partial Regex Question();
}
