using System.Globalization;
using System.Text.RegularExpressions;
using MultiStage.Planning;

namespace MultiStage.Engines;

/// <summary>A message of a tool in the builder in MSBuild's canonical form <c>file(line,column): error CODE: text [project]</c>.</summary>
/// <param name="File">Path of the host when the file is part of the context, else as written.</param>
internal sealed partial record BuilderDiagnostic(bool IsError, string Code, string Text, string File, int Line, int Column, string Project)
{
    /// <summary>Reads a line of output; null when it is something else.</summary>
    /// <param name="contextFolder">Absolute path of the host's folder that the builder has at <see cref="BuilderProperties.SourceFolder"/>.</param>
    public static BuilderDiagnostic? Parse(string line, string contextFolder)
    {
        var match = Canonical().Match(line);
        if (!match.Success)
            return null;
        return new BuilderDiagnostic(
            match.Groups["severity"].Value == "error",
            match.Groups["code"].Value,
            match.Groups["text"].Value,
            OnHost(match.Groups["file"].Value.Trim(), contextFolder),
            Number(match.Groups["line"]),
            Number(match.Groups["column"]),
            OnHost(match.Groups["project"].Value, contextFolder));
    }

    private static int Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    private static string OnHost(string path, string contextFolder)
    {
        const string source = BuilderProperties.SourceFolder + "/";
        return path.StartsWith(source, StringComparison.Ordinal)
            ? Path.GetFullPath(path[source.Length..], contextFolder)
            : path;
    }

    [GeneratedRegex(@"^\s*(?<file>[^\s(:][^(:]*?)?\s*(?:\((?<line>\d+)(?:,(?<column>\d+))?(?:[,-]\d+)*\))?\s*:\s*(?<severity>error|warning)\s+(?<code>[A-Za-z]+\d+)\s*:\s*(?<text>.*?)(?:\s+\[(?<project>[^\]]+proj)(?:::[^\]]*)?\])?\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Canonical();
}
