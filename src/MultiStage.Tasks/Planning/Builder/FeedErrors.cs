using System.Text.RegularExpressions;
using MultiStage.Diagnostics;

namespace MultiStage.Planning.Builder;

/// <summary>Explains what NuGet said in a builder.</summary>
/// <param name="Context">The folder of this machine that the builder sees.</param>
/// <param name="HasCredentials">Whether the build got credentials for feeds.</param>
internal sealed partial record FeedErrors(HostPath Context, bool HasCredentials)
{
    private const string Gallery = "nuget.org";

    private const string NewCredentials =
        "Give the feed's credentials with NuGetPackageSourceCredentials_<name>, in your user-level nuget.config, "
        + "or as <ContainerBuildSecret Include=\"nugetconfig\" Source=\"...\" />";

    private const string OtherCredentials =
        "The build had credentials from this machine, so they are wrong, too old, or for a feed of another name. "
        + "They come from NuGetPackageSourceCredentials_<name>, nuget.config, VSS_NUGET_EXTERNAL_FEED_ENDPOINTS or the ContainerBuildSecret nugetconfig";

    /// <summary>The error for the user; null when NuGet is not the cause. MST1106, MST3007, MST3014.</summary>
    public ContainerException? Explain(StepFailure failure)
    {
        var errors = Error().Matches(failure.Output)
            .Select(match => (Code: match.Groups["code"].Value, Text: match.Groups["text"].Value.Trim())).ToList();
        var stage = failure.Stage.Length > 0 ? failure.Stage : KnownStages.Build;
        if (errors.FirstOrDefault(error => error.Code is "NU1301" or "NU1302") is { Code: not null } unreachable)
        {
            if (Refusal().IsMatch(unreachable.Text + failure.Output))
                return new ContainerException(
                    EngineDiagnostics.FeedRefused, stage, unreachable.Text, HasCredentials ? OtherCredentials : NewCredentials);
            if (MissingFolder().IsMatch(unreachable.Text))
                return new ContainerException(EngineDiagnostics.PackageNotFound, stage, $"{unreachable.Code}: {unreachable.Text}",
                    $"Name a folder below '{Context}', relative to the nuget.config: that is what the builder sees");
            return new ContainerException(FeedDiagnostics.FeedUnreachable, stage, unreachable.Text,
                "Check that the address can be reached from a container (ContainerBuildNetwork, the engine's proxy)");
        }
        return errors.FirstOrDefault(
            error => error.Code is "NU1100" or "NU1101" or "NU1102" or "NU1103" or "MSB4236") is { Code: not null } missing
            ? new ContainerException(
                EngineDiagnostics.PackageNotFound, stage, $"{missing.Code}: {missing.Text}", Fix(missing.Code, missing.Text))
            : null;
    }

    private string Fix(string code, string text)
    {
        if (code is "NU1102" or "NU1103")
            return "The feeds have other versions of it: ask for one of those, or add the feed that has this one to nuget.config";
        var asked = Sources().Match(text) is { Success: true } match ? match.Groups["list"].Value.Trim().TrimEnd('.') : "";
        return asked.Length == 0 || asked.Equals(Gallery, StringComparison.OrdinalIgnoreCase)
            ? $"The builder sees only feeds that a nuget.config below '{Context}' names. Add the feed there; a folder must lie below it, too"
            : $"The builder has asked all feeds that it knows ({asked}). "
                + $"Check the name, put the package into one of them, or add the feed that has it to a nuget.config below '{Context}'";
    }

    // MSBuild ends its lines with the project in brackets.
    [GeneratedRegex(@"error (?<code>NU1\d{3}|MSB4236)\s?: (?<text>[^\n]*?)(?: \[/[^\]\n]*\])*\s*$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Error();

    [GeneratedRegex("Unauthorized|Forbidden", RegexOptions.IgnoreCase)]
    private static partial Regex Refusal();

    [GeneratedRegex(@"local source '[^']*' doesn't exist", RegexOptions.IgnoreCase)]
    private static partial Regex MissingFolder();

    [GeneratedRegex(@"in source\(s\): (?<list>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Sources();
}
