using System.Globalization;
using System.Text.RegularExpressions;

namespace MultiStage.Engines.Explain;

/// <summary>A message of a tool in the builder in MSBuild's canonical form <c>file(line,column): error CODE: text [project]</c>.</summary>
/// <param name="File">Path of the host when the file is part of the context, else as written.</param>
internal sealed partial record BuilderDiagnostic(bool IsError, string Code, string Text, string File, int Line, int Column, string Project)
{
    /// <summary>Reads a line of output; null when it is something else.</summary>
    /// <param name="contextFolder">The folder of this machine that the builder has at <see cref="BuilderFolders.Source"/>.</param>
    public static BuilderDiagnostic? Parse(string line, HostPath contextFolder)
    {
        var match = Severity().Match(line);
        if (!match.Success)
            return null;
        var origin = line[..match.Index].Trim();
        var position = Position().Match(origin);
        var file = position.Success ? origin[..position.Index].TrimEnd() : origin;
        if (file.Contains(':', StringComparison.Ordinal))
            return null;
        var (text, project) = SplitProject(line[(match.Index + match.Length)..].Trim());
        // A task need not give a code, and "error:" alone is anything: only MSBuild writes the project behind it.
        if (match.Groups["code"].Length == 0 && project.Length == 0)
            return null;
        return new BuilderDiagnostic(
            match.Groups["severity"].Value == "error",
            match.Groups["code"].Value,
            text,
            OnHost(file, contextFolder),
            Number(position.Groups["line"]),
            Number(position.Groups["column"]),
            OnHost(project, contextFolder));
    }

    private static int Number(Group group) =>
        int.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // "text [/src/App/App.csproj::TargetFramework=net8.0]". Both the text and the path may have brackets of their own.
    private static (string Text, string Project) SplitProject(string text)
    {
        if (!text.EndsWith(']'))
            return (text, "");
        for (var start = text.LastIndexOf(" [", StringComparison.Ordinal); start >= 0; start = start == 0
            ? -1
            : text.LastIndexOf(" [", start - 1, StringComparison.Ordinal))
        {
            var project = text[(start + 2)..^1];
            var end = project.IndexOf("proj::", StringComparison.Ordinal);
            project = end < 0 ? project : project[..(end + "proj".Length)];
            if (project.StartsWith('/') && project.EndsWith("proj", StringComparison.Ordinal))
                return (text[..start].TrimEnd(), project);
        }
        return (text, "");
    }

    private static string OnHost(string path, HostPath contextFolder)
    {
        var source = BuilderFolders.Source.AsFolder.Text;
        return path.StartsWith(source, StringComparison.Ordinal)
            ? Path.GetFullPath(path[source.Length..], contextFolder)
            : path;
    }

    // In pieces rather than in one expression, which would take minutes for some long lines.
    [GeneratedRegex(@":[ \t]*(?<severity>error|warning)([ \t]+(?<code>[A-Za-z]+[0-9]+))?[ \t]*:", RegexOptions.ExplicitCapture)]
    private static partial Regex Severity();

    [GeneratedRegex(@"\((?<line>[0-9]+)(,(?<column>[0-9]+))?([,-][0-9]+)*\)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Position();
}
