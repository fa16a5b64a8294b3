using System.Text.RegularExpressions;
using MultiStage.Diagnostics;

namespace MultiStage.Planning.Options;

/// <summary>Rules for the metadata of stage items; a broken one is an error that names the item, the metadata and the value.</summary>
internal static partial class StageRules
{
    public static void OnOneLine(string origin, string metadata, string value)
    {
        if (value.HasLineBreak() || value.Contains('\0', StringComparison.Ordinal) || (value.Length > 0 && value.Trim().Length == 0))
            throw new ContainerException(StageDiagnostics.InvalidMetadata, origin, metadata, value.ReplaceLineEndings(" "),
                "a path on one line");
    }

    public static bool Boolean(string origin, string metadata, string value) => value.ToUpperInvariant() switch
    {
        "" or "FALSE" => false,
        "TRUE" => true,
        _ => throw new ContainerException(StageDiagnostics.InvalidMetadata, origin, metadata, value, "true or false"),
    };

    public static void User(string origin, string user)
    {
        if (user.Length > 0 && !UserName().IsMatch(user))
            throw new ContainerException(StageDiagnostics.InvalidMetadata, origin, "User", user,
                "a user or uid, with a group behind a colon or without");
    }

    public static void Owner(string origin, string owner)
    {
        if (owner.Length > 0 && !UserName().IsMatch(owner))
            throw new ContainerException(StageDiagnostics.InvalidMetadata, origin, "Owner", owner,
                "a user or uid, with a group behind a colon or without");
    }

    // Old engines ignore the form with letters without a word.
    public static void Mode(string origin, CopyOption copy)
    {
        if (copy.Mode.Length == 0)
            return;
        if (!OctalMode().IsMatch(copy.Mode))
            throw new ContainerException(StageDiagnostics.InvalidMetadata, origin, "Mode", copy.Mode,
                "three or four octal digits such as 0644");
        // The mode is that of folders as well, and one that nobody may enter hides what is in it.
        if (copy.Sources.Any(source => source.EndsWith('/')) && !CanEnter(copy.Mode))
            throw new ContainerException(StageDiagnostics.InvalidMetadata, origin, "Mode", copy.Mode,
                "a mode for a folder, which needs the right to enter it (0755)");
    }

    /// <summary>Whether the owner of a folder with this mode could enter it.</summary>
    public static bool CanEnter(string mode) => (mode[^3] - '0') % 2 == 1;

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?\z")]
    private static partial Regex UserName();

    [GeneratedRegex(@"^[0-7]{3,4}\z")]
    private static partial Regex OctalMode();
}
