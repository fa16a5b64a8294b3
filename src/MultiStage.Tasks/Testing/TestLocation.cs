using System.Globalization;
using System.Text.RegularExpressions;

namespace MultiStage.Testing;

/// <summary>Where a test failed, as a place on this machine.</summary>
/// <param name="File">Absolute; empty when the stack trace names no source of the repository.</param>
internal sealed partial record TestLocation(string File, int Line)
{
    public static readonly TestLocation Unknown = new("", 0);

    /// <summary>The first line of a stack trace that lies in the sources: those of the test framework stand above it.</summary>
    /// <param name="stackTrace">As the test framework wrote it.</param>
    /// <param name="contextFolder">The folder of this machine that the builder has at <see cref="BuilderFolders.Source"/>.</param>
    public static TestLocation Of(string stackTrace, HostPath contextFolder)
    {
        var context = Path.TrimEndingDirectorySeparator(Path.GetFullPath(contextFolder)) + Path.DirectorySeparatorChar;
        var sources = BuilderFolders.Source.AsFolder.Text;
        foreach (var frame in stackTrace.Split('\n'))
        {
            var start = frame.IndexOf(" " + sources, StringComparison.Ordinal) + 1;
            if (start == 0 || LineNumber().Match(frame, start) is not { Success: true } line)
                continue;
            // A path with ".." in it is no path that a compiler wrote.
            var path = frame[(start + sources.Length)..line.Index];
            var file = path.IndexOfAny(Path.GetInvalidPathChars()) < 0 ? Path.GetFullPath(path, context) : "";
            if (file.StartsWith(context, StringComparison.Ordinal)
                && int.TryParse(line.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return new TestLocation(file, number);
        }
        return Unknown;
    }

    // The word before the number follows the language of the machine.
    [GeneratedRegex(@":[^\s:/]{0,20} ?([0-9]{1,9})\s*$")]
    private static partial Regex LineNumber();
}
