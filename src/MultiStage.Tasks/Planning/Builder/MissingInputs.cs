using System.Text.RegularExpressions;
using MultiStage.Diagnostics;

namespace MultiStage.Planning.Builder;

/// <summary>Says how a file gets into the builder, when a step there failed because it is missing.</summary>
internal static partial class MissingInputs
{
    /// <summary>The explanation; null when the step failed for another reason.</summary>
    public static ContainerException? Explain(StepFailure failure)
    {
        if (failure.Origin.Length > 0 || failure.Stage is not (KnownStages.Build or KnownStages.Publish or "test"))
            return null;
        var missing = Missing().Matches(failure.Output).Select(match => match.Groups["path"].Value)
            .Select(path => path.Replace('\\', '/')).FirstOrDefault(path => !IsMade(path));
        return missing is null ? null : new ContainerException(ProjectDiagnostics.UnnamedInput, missing);
    }

    // What a build makes was not made for another reason.
    private static bool IsMade(string path) => path.Split('/').Any(part => part is "bin" or "obj");

    // Files and folders below /src that .NET, MSBuild, compilers and shells did not find.
    [GeneratedRegex(
        """(could not find (a part of the path|file) ['"]|the imported project "|source file ['"]|could not copy the file "|cannot (open|access|stat) ['"]?|the project file "|ruleset file |can't open (file )?['"]?)/src/(?<path>[^'"\r\n:]+?)(['"]| was not found| could not be found|: No such file)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Missing();
}
