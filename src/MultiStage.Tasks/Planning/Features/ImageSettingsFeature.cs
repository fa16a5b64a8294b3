using System.Globalization;
using System.Text.RegularExpressions;
using MultiStage.Diagnostics;
using MultiStage.Planning.Core;
using MultiStage.Planning.Images;
using MultiStage.Planning.Options;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Features;

/// <summary>
/// What the project makes the image say beside its command: <c>ContainerVolume</c>, <c>ContainerStopSignal</c>,
/// <c>ContainerHealthcheck</c>.
/// </summary>
internal sealed partial class ImageSettingsFeature : IFeature
{
    private const string Volume = "ContainerVolume";
    private const string HealthcheckType = "ContainerHealthcheck";

    public IReadOnlyList<(string Type, IReadOnlyList<string> Metadata)> Items =>
        [(Volume, []), (HealthcheckType, ["Interval", "Timeout", "StartPeriod", "Retries", "Command"])];

    public ImageSettings Settings(StageRequest request) => new()
    {
        Volumes = Volumes(request.Options.Items),
        StopSignal = StopSignal(request.Options.Items.StopSignal),
        Healthcheck = Check([.. request.Options.Items.Of(HealthcheckType)], request.BaseImage),
    };

    private static IReadOnlyList<ImagePath> Volumes(StageOptions items)
    {
        var folders = items.Of(Volume).Select(item => item.Include).Sorted();
        foreach (var folder in folders)
            if (!folder.StartsWith('/') || folder.Length < 2 || folder.HasLineBreak() || folder.Contains('\0', StringComparison.Ordinal))
                throw new ContainerException(StageDiagnostics.InvalidSetting, Volume, folder.ReplaceLineEndings(" "),
                    "an absolute path in the image");
        return [.. folders.Select(ImagePath.Of)];
    }

    private static string? StopSignal(string signal) =>
        signal.Length == 0 ? null
        : Signal().IsMatch(signal) ? signal
        : throw new ContainerException(StageDiagnostics.InvalidSetting, "ContainerStopSignal", signal.ReplaceLineEndings(" "),
            "a signal such as SIGINT or a number from 1 to 64");

    private static Healthcheck? Check(IReadOnlyList<ProjectItem> items, string baseImage) => items switch
    {
        [] => null,
        [var item] => new Healthcheck(Test(item, baseImage))
        {
            Interval = Time(item, "Interval"),
            Timeout = Time(item, "Timeout"),
            StartPeriod = Time(item, "StartPeriod"),
            Retries = Retries(item),
        },
        [var first, ..] => throw Invalid(first, "there is more than one"),
    };

    private static IReadOnlyList<string> Test(ProjectItem item, string baseImage)
    {
        var command = item.ValueOrInclude("Command").Trim();
        if (command.Length == 0 || command.HasLineBreak())
            throw Invalid(item, "it is empty or has a line break");
        if (command.Equals("none", StringComparison.OrdinalIgnoreCase))
            return ["NONE"];
        // Without a shell in between, a check costs less and runs on images that have none.
        if (CommandLine.TrySplit(command, out var words))
            return ["CMD", .. words];
        return PackageManagers.Of(baseImage) != PackageManager.None
            ? ["CMD-SHELL", command]
            : throw Invalid(item, $"its variables and operators need a shell, which the image '{baseImage}' does not have");
    }

    private static TimeSpan? Time(ProjectItem item, string metadata)
    {
        var text = item[metadata];
        if (text.Length == 0)
            return null;
        var match = Duration().Match(text);
        var time = TimeSpan.FromHours(Number("h")) + TimeSpan.FromMinutes(Number("m")) + TimeSpan.FromSeconds(Number("s"))
            + TimeSpan.FromMilliseconds(Number("ms"));
        // What Docker takes; a time of 0 would mean its default.
        return match.Success && time > TimeSpan.Zero ? time : throw Invalid(item, $"its {metadata} is '{text}'");

        int Number(string unit) => match.Groups[unit] is { Success: true } group ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;
    }

    private static int? Retries(ProjectItem item) =>
        item["Retries"] is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var retries) && retries > 0 ? retries
        : throw Invalid(item, $"its Retries is '{text}'");

    private static ContainerException Invalid(ProjectItem item, string reason) =>
        new(StageDiagnostics.InvalidHealthcheck, item.ValueOrInclude("Command").ReplaceLineEndings(" "), reason);

    [GeneratedRegex(@"^(SIG[A-Z0-9]+([+-][0-9]+)?|[1-9]|[1-5][0-9]|6[0-4])\z")]
    private static partial Regex Signal();

    [GeneratedRegex(@"^(?=[0-9])((?<h>[0-9]{1,4})h)?((?<m>[0-9]{1,6})m(?!s))?((?<s>[0-9]{1,6})s)?((?<ms>[0-9]{1,8})ms)?\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Duration();
}
