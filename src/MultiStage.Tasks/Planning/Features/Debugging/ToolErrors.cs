using System.Text.RegularExpressions;
using MultiStage.Diagnostics;

namespace MultiStage.Planning.Features.Debugging;

/// <summary>What <c>dotnet tool install</c> says, which has no code and names no item.</summary>
internal static partial class ToolErrors
{
    /// <summary>The error of a tool that could not be installed; null when the output tells of something else.</summary>
    public static ContainerException? Of(string text)
    {
        if (ToolMissing().Match(text) is { Success: true } missing)
            return new ContainerException(DebugDiagnostics.ToolNotFound, missing.Groups["name"].Value, missing.Groups["line"].Value);
        return NoTool().Match(text) is { Success: true } other
            ? new ContainerException(DebugDiagnostics.NotATool, other.Groups["name"].Value, other.Groups["line"].Value)
            : null;
    }

    [GeneratedRegex(@"(?<line>(Version \S+ of package )?(?<name>[\w.-]+) is not found in NuGet feeds [^\n]*?)\.?\s*$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ToolMissing();

    [GeneratedRegex(@"(?<line>Package (?<name>[\w.-]+) is not a \.NET tool)", RegexOptions.ExplicitCapture)]
    private static partial Regex NoTool();
}
