using System.Globalization;
using MultiStage.Diagnostics;
using MultiStage.Engines.Processes;

namespace MultiStage.Engines.Embedded;

/// <summary>
/// The one time that an image tells, so that equal inputs are equal images: <c>SOURCE_DATE_EPOCH</c>
/// (reproducible-builds.org), else the time of the commit, else 1970.
/// </summary>
internal static class ImageTime
{
    private const string Variable = "SOURCE_DATE_EPOCH";

    /// <summary>One second past zero, as some programs take zero for "no time".</summary>
    public static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch.AddSeconds(1);

    /// <summary>The time that the variable asks for; null for none.</summary>
    /// <exception cref="ContainerException">MST3016: the variable is no time.</exception>
    public static DateTimeOffset? Asked(Func<string, string?> environment) =>
        environment(Variable) is { Length: > 0 } text
            ? Parse(text) ?? throw new ContainerException(EngineDiagnostics.InvalidTime, Variable, text)
            : null;

    /// <exception cref="ContainerException">MST3016: the variable is no time.</exception>
    public static async Task<DateTimeOffset> ReadAsync(Func<string, string?> environment, string sourceFolder,
        CancellationToken cancellation) =>
        Asked(environment) ?? await OfCommitAsync(sourceFolder, cancellation).ConfigureAwait(false) ?? Epoch;

    // A folder outside of git, a repository without a commit and a machine without git are alike.
    private static async Task<DateTimeOffset?> OfCommitAsync(string folder, CancellationToken cancellation)
    {
        try
        {
            var git = new ProcessRunner("git", new Dictionary<string, string> { ["GIT_OPTIONAL_LOCKS"] = "0" });
            var outcome = await git.CollectAsync(["-C", folder, "log", "-1", "--format=%ct"], cancellation).ConfigureAwait(false);
            return outcome.ExitCode == 0 ? Parse(outcome.Output.Trim()) : null;
        }
        catch (ContainerException)
        {
            return null;
        }
    }

    private static DateTimeOffset? Parse(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
