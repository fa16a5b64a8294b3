using MultiStage.Planning.Layouts;
using MultiStage.Planning.Kinds;
using MultiStage.Planning.Core;
using System.Globalization;
using System.Text.RegularExpressions;
using MultiStage.Diagnostics;

namespace MultiStage.Planning.Features;

/// <summary>What the image says about itself beside its command: volumes, stop signal, health check.</summary>
internal static partial class ImageSettings
{
    private const string Origin = "ContainerVolume";

    /// <summary>Volumes, with their folders.</summary>
    public static IReadOnlyList<Step> Volumes(StageRequest request) =>
        VolumeFolders(request) is { Count: > 0 } folders ? [.. folders, new VolumeStep(request.Options.Items.Volumes.Sorted()) { Origin = Origin }] : [];

    /// <summary>
    /// Makes the folders of volumes for the app's user: an engine would make them for root, and a new volume takes the owner
    /// of the folder in the first container that has it.
    /// </summary>
    public static IReadOnlyList<Step> VolumeFolders(StageRequest request)
    {
        var folders = request.Options.Items.Volumes.Sorted();
        foreach (var folder in folders)
            if (!folder.StartsWith('/') || folder.Length < 2 || folder.HasLineBreak() || folder.Contains('\0', StringComparison.Ordinal))
                throw new ContainerException(StageDiagnostics.InvalidSetting, Origin, folder.ReplaceLineEndings(" "), "an absolute path in the image");
        return folders.Count == 0 ? [] :
        [
            .. folders.Where(folder => folder != request.WorkingDirectory).Select(folder => new WorkingDirectoryStep(folder) { Origin = Origin }),
            new WorkingDirectoryStep(request.WorkingDirectory) { Origin = Origin },
        ];
    }

    public static IEnumerable<Step> StopSignal(string signal)
    {
        if (signal.Length == 0)
            yield break;
        if (!Signal().IsMatch(signal))
            throw new ContainerException(StageDiagnostics.InvalidSetting, "ContainerStopSignal", signal.ReplaceLineEndings(" "), "a signal such as SIGINT or a number from 1 to 64");
        yield return new StopSignalStep(signal);
    }

    public static IEnumerable<Step> Healthcheck(StageRequest request)
    {
        var all = request.Options.Items.Healthchecks;
        if (all.Count == 0)
            yield break;
        var option = all[0];
        if (all.Count > 1)
            throw Invalid(option, "there is more than one");
        yield return new HealthcheckStep(Test(option, request.BaseImage))
        {
            Interval = Time(option, "Interval", option.Interval),
            Timeout = Time(option, "Timeout", option.Timeout),
            StartPeriod = Time(option, "StartPeriod", option.StartPeriod),
            Retries = Retries(option),
        };
    }

    private static IReadOnlyList<string> Test(HealthcheckOption option, string baseImage)
    {
        var command = option.Command.Trim();
        if (command.Length == 0 || command.HasLineBreak())
            throw Invalid(option, "it is empty or has a line break");
        if (command.Equals("none", StringComparison.OrdinalIgnoreCase))
            return ["NONE"];
        // Without a shell in between, a check costs less and runs on images that have none.
        if (CommandLine.TrySplit(command, out var words))
            return ["CMD", .. words];
        return PackageManagers.Of(baseImage) != PackageManager.None
            ? ["CMD-SHELL", command]
            : throw Invalid(option, $"its variables and operators need a shell, which the image '{baseImage}' does not have");
    }

    private static TimeSpan? Time(HealthcheckOption option, string metadata, string text)
    {
        if (text.Length == 0)
            return null;
        var match = Duration().Match(text);
        var time = TimeSpan.FromHours(Number("h")) + TimeSpan.FromMinutes(Number("m")) + TimeSpan.FromSeconds(Number("s")) + TimeSpan.FromMilliseconds(Number("ms"));
        // What Docker takes; a time of 0 would mean its default.
        return match.Success && time > TimeSpan.Zero ? time : throw Invalid(option, $"its {metadata} is '{text}'");

        int Number(string unit) => match.Groups[unit] is { Success: true } group ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;
    }

    private static int? Retries(HealthcheckOption option) =>
        option.Retries.Length == 0 ? null
        : int.TryParse(option.Retries, NumberStyles.None, CultureInfo.InvariantCulture, out var retries) && retries > 0 ? retries
        : throw Invalid(option, $"its Retries is '{option.Retries}'");

    private static ContainerException Invalid(HealthcheckOption option, string reason) =>
        new(StageDiagnostics.InvalidHealthcheck, option.Command.ReplaceLineEndings(" "), reason);

    [GeneratedRegex(@"^(SIG[A-Z0-9]+([+-][0-9]+)?|[1-9]|[1-5][0-9]|6[0-4])\z")]
    private static partial Regex Signal();

    [GeneratedRegex(@"^(?=[0-9])((?<h>[0-9]{1,4})h)?((?<m>[0-9]{1,6})m(?!s))?((?<s>[0-9]{1,6})s)?((?<ms>[0-9]{1,8})ms)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Duration();
}
