using System.Text.RegularExpressions;
using MultiStage.Diagnostics;

namespace MultiStage.Engines;

/// <summary>Finds in a builder's output what package managers of front ends refuse.</summary>
internal static partial class NodeErrors
{
    /// <summary>The error of a lock file that does not fit; null when the output tells of something else.</summary>
    public static ContainerException? Of(string text)
    {
        if (text.Contains("npm ci", StringComparison.Ordinal) && Npm().IsMatch(text))
            return OutOfDate("npm ci", NpmDetail().Match(text) is { Success: true } npm ? npm.Value.Trim().TrimEnd('.') : "not in sync", "npm install");
        if (text.Contains("ERR_PNPM_OUTDATED_LOCKFILE", StringComparison.Ordinal))
            return OutOfDate("pnpm", "ERR_PNPM_OUTDATED_LOCKFILE", "pnpm install");
        if (text.Contains("Your lockfile needs to be updated", StringComparison.Ordinal) || YarnBerry().IsMatch(text))
            return OutOfDate("yarn", "the lock file would change", "yarn install");
        return null;
    }

    private static ContainerException OutOfDate(string tool, string detail, string command) =>
        new(AssetDiagnostics.LockFileOutOfDate, tool, detail, command);

    [GeneratedRegex(@"package\.json and (package-lock\.json|npm-shrinkwrap\.json)[^\n]* are in sync", RegexOptions.IgnoreCase)]
    private static partial Regex Npm();

    // "npm ERR! Missing: nanoid@5.0.0 from lock file", "npm error Invalid: lock file's …".
    [GeneratedRegex(@"(?<=npm (ERR!|error) )(Missing|Invalid): [^\n]+")]
    private static partial Regex NpmDetail();

    [GeneratedRegex("YN0028|lockfile would have been (modified|created) by this install")]
    private static partial Regex YarnBerry();
}
