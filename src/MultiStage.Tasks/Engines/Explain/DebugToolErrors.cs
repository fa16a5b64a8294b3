using System.Text.RegularExpressions;
using MultiStage.Diagnostics;
using MultiStage.Planning.Stages.Debugging;

namespace MultiStage.Engines.Explain;

/// <summary>Finds the cause in what <c>dotnet tool install</c> said in the builder: it has no code and names no item.</summary>
internal static partial class DebugToolErrors
{
    /// <summary>The error of a tool that cannot be installed; null when something else explains it better.</summary>
    public static ContainerException? Of(StepFailure failure)
    {
        if (failure.Stage != DebugTools.StageName)
            return null;
        if (ToolMissing().Match(failure.Output) is { Success: true } missing)
            return new ContainerException(DebugDiagnostics.ToolNotFound, missing.Groups["name"].Value, missing.Groups["line"].Value);
        return NoTool().Match(failure.Output) is { Success: true } other
            ? new ContainerException(DebugDiagnostics.NotATool, other.Groups["name"].Value, other.Groups["line"].Value)
            : null;
    }

    [GeneratedRegex(@"(?<line>(Version \S+ of package )?(?<name>[\w.-]+) is not found in NuGet feeds [^\n]*?)\.?\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ToolMissing();

    [GeneratedRegex(@"(?<line>Package (?<name>[\w.-]+) is not a \.NET tool)", RegexOptions.ExplicitCapture)]
    private static partial Regex NoTool();
}
