using System.Globalization;
using MultiStage.Diagnostics;

namespace MultiStage.Graph;

/// <summary>For projects whose frameworks stand in <c>TargetFrameworks</c>, of which none was chosen.</summary>
internal static class FrameworkChoice
{
    /// <summary>The error that asks for a choice; MST1002.</summary>
    public static ContainerException Missing(string project, IReadOnlyList<string> frameworks) => new(
        ProjectDiagnostics.NoFrameworkChosen, project, string.Join(", ", frameworks), Suggest(frameworks));

    /// <summary>The error for a choice that the project does not have; MST1051.</summary>
    public static ContainerException Unknown(string project, string chosen, IReadOnlyList<string> frameworks) => new(
        ProjectDiagnostics.UnknownFramework, project, chosen, frameworks.Count > 0 ? string.Join(", ", frameworks) : "none");

    /// <summary>The newest .NET of the list, as that is what is meant most often; the last one when it holds none.</summary>
    public static string Suggest(IReadOnlyList<string> frameworks) =>
        frameworks.Where(framework => VersionOf(framework) > 0).MaxBy(VersionOf) ?? frameworks[^1];

    // net10.0, netcoreapp3.1. A platform cannot run in a Linux image; net472 is .NET Framework, netstandard2.0 no application.
    private static decimal VersionOf(string framework)
    {
        var text = framework.StartsWith("netcoreapp", StringComparison.OrdinalIgnoreCase) ? framework["netcoreapp".Length..]
            : framework.StartsWith("net", StringComparison.OrdinalIgnoreCase)
                && framework.Contains('.', StringComparison.Ordinal) ? framework["net".Length..]
            : "";
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var version) ? version : 0;
    }
}
