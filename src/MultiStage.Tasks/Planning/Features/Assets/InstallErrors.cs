using System.Text.RegularExpressions;
using MultiStage.Diagnostics;

namespace MultiStage.Planning.Features.Assets;

/// <summary>Finds in a builder's output what package managers of front ends refuse.</summary>
internal static partial class InstallErrors
{
    /// <summary>The error of a lock file that does not fit or cannot be right; null when the output tells of something else.</summary>
    /// <param name="text">What the step printed.</param>
    /// <param name="origin">The item that the step comes from.</param>
    public static ContainerException? Of(string text, string origin)
    {
        ContainerException New(DiagnosticDescriptor descriptor, string tool, string detail) =>
            new(descriptor, origin, tool, detail.Trim().TrimEnd('.'), tool.Split(' ')[0] + " install");
        foreach (var (pattern, tool, detail) in OutOfDate)
            if (pattern.Match(text) is { Success: true } match)
                return New(AssetDiagnostics.LockFileOutOfDate, tool,
                    detail.Length > 0 ? detail : NpmDetail().Match(text) is { Success: true } npm ? npm.Value : match.Value);
        foreach (var (pattern, tool) in Broken)
            if (pattern.Match(text) is { Success: true } match)
                return New(AssetDiagnostics.LockFileBroken, tool, match.Value);
        return null;
    }

    private static readonly (Regex Pattern, string Tool, string Detail)[] OutOfDate =
    [
        (NpmOutOfDate(), "npm ci", ""),
        (PnpmOutOfDate(), "pnpm", "ERR_PNPM_OUTDATED_LOCKFILE"),
        (YarnOutOfDate(), "yarn", "the lock file would change"),
    ];

    private static readonly (Regex Pattern, string Tool)[] Broken = [(NpmBroken(), "npm ci"), (PnpmBroken(), "pnpm"),
        (YarnBroken(), "yarn")];

    [GeneratedRegex(@"package\.json and (package-lock\.json|npm-shrinkwrap\.json)[^\n]* are in sync", RegexOptions.IgnoreCase)]
    private static partial Regex NpmOutOfDate();

    // "npm ERR! Missing: nanoid@5.0.0 from lock file", "npm error Invalid: lock file's …".
    [GeneratedRegex(@"(?<=npm (ERR!|error) )(Missing|Invalid): [^\n]+")]
    private static partial Regex NpmDetail();

    [GeneratedRegex("ERR_PNPM_OUTDATED_LOCKFILE")]
    private static partial Regex PnpmOutOfDate();

    [GeneratedRegex("Your lockfile needs to be updated|YN0028|lockfile would have been (modified|created) by this install")]
    private static partial Regex YarnOutOfDate();

    // A checksum that the package does not have, and a file that npm takes for none.
    [GeneratedRegex(@"(?<=npm (ERR!|error) )[^\n]*integrity checksum failed[^\n]*|can only install with an existing package-lock\.json",
        RegexOptions.IgnoreCase)]
    private static partial Regex NpmBroken();

    [GeneratedRegex("ERR_PNPM_(BROKEN_LOCKFILE|TARBALL_INTEGRITY|LOCKFILE_MISSING_DEPENDENCY)[^\n]*")]
    private static partial Regex PnpmBroken();

    [GeneratedRegex("Integrity check failed for [^\n]*|YN0018[^\n]*|Unknown token: [^\n]*yarn\\.lock[^\n]*")]
    private static partial Regex YarnBroken();
}
