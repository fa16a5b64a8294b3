using System.Text.RegularExpressions;
using MultiStage.Diagnostics;

namespace MultiStage.Planning.Features.Migrations;

/// <summary>Finds the cause in what dotnet-ef said in the builder.</summary>
internal static partial class BundleErrors
{
    /// <summary>The error of a failed step of the stage that bundles migrations; null when something else explains it better.</summary>
    public static ContainerException? Of(StepFailure failure)
    {
        var lines = failure.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (failure.Command.Contains("tool install dotnet-ef", StringComparison.Ordinal))
            return lines.FirstOrDefault(line => ToolMissing().IsMatch(line)) is { } missing
                && !failure.Output.Contains("NU1301", StringComparison.Ordinal)
                ? New(MigrationDiagnostics.ToolNotFound, missing) : null;
        // What compilers say explains a bundle that could not be compiled.
        if (!failure.Command.Contains("dotnet-ef migrations", StringComparison.Ordinal) || lines.Any(line => OfCompiler().IsMatch(line)))
            return null;
        foreach (var (pattern, descriptor) in Patterns)
            if (lines.FirstOrDefault(pattern.IsMatch) is { } line)
                return New(descriptor, line, failure.Output);
        return New(MigrationDiagnostics.BundleFailed, lines.LastOrDefault(line => !Generic().IsMatch(line)) ?? failure.Command,
            failure.Output);
    }

    private static readonly (Regex Pattern, DiagnosticDescriptor Descriptor)[] Patterns =
    [
        (SeveralContexts(), MigrationDiagnostics.SeveralContexts),
        // Without the app's services, a context that only they know is not found either.
        (NotCreated(), MigrationDiagnostics.ContextNotCreated),
        (NoContext(), MigrationDiagnostics.NoContext),
    ];

    private static ContainerException New(DiagnosticDescriptor descriptor, string line, string details = "") =>
        new(descriptor, line.TrimEnd('.')) { Details = details };

    // FILE(LINE): error CODE: TEXT
    [GeneratedRegex(@"^\S.*: error [A-Z]{2,}[0-9]+: ")]
    private static partial Regex OfCompiler();

    [GeneratedRegex("NU110[0-3]|is not found in|could not be found|Unable to find package|No packages exist with this id|Unable to find a stable package", RegexOptions.IgnoreCase)]
    private static partial Regex ToolMissing();

    [GeneratedRegex("^More than one DbContext")]
    private static partial Regex SeveralContexts();

    [GeneratedRegex("^No DbContext ")]
    private static partial Regex NoContext();

    [GeneratedRegex("^(Unable to create|An error occurred while accessing the Microsoft.Extensions.Hosting services|Could not load assembly)")]
    private static partial Regex NotCreated();

    [GeneratedRegex("did not complete successfully|returned a non-zero code|^exit code|Use --verbose|^ERROR|executor failed running|^Failed to build bundle")]
    private static partial Regex Generic();
}
