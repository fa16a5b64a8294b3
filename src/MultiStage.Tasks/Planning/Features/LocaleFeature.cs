using System.Text.RegularExpressions;
using MultiStage.Diagnostics;
using MultiStage.Planning.Core;
using MultiStage.Planning.Images;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Features;

/// <summary>Whether the image has what cultures and time zones need, and what the app is told about them.</summary>
internal sealed partial class LocaleFeature : IFeature
{
    private const string Invariant = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";

    public ImageSettings Settings(StageRequest request) => new() { Environment = [.. Environment(request)] };

    // Variables that ContainerLocale, ContainerTimeZone and packages stand for.
    private static IEnumerable<NameValue> Environment(StageRequest request)
    {
        var options = request.Options;
        // Images without ICU tell .NET to do without; what a package brings would lie idle.
        if (LacksIcu(request.BaseImage) && InstallsIcu(options))
            yield return new NameValue(Invariant, "false");
        if (options.Locale.Length > 0)
            yield return new NameValue("LANG", Language(options.Locale));
        if (options.TimeZone.Length > 0)
            yield return new NameValue("TZ", TimeZone(options.TimeZone));
    }

    /// <summary>What will not work in the image, although the project asks for it.</summary>
    public IEnumerable<PlanWarning> Warnings(StageRequest request)
    {
        if (!request.Kind.RunsDotNet)
            return [];
        var (solution, options, image) = (request.Solution, request.Options, request.BaseImage);
        var warnings = new List<PlanWarning>();
        // Who sets the variable has thought about it.
        var isDecided = options.Environment.Any(variable => variable.Name == Invariant);
        if (solution.Publish.IsInvariantGlobalization && options.Locale.Length > 0)
            warnings.Add(
                new PlanWarning(StageDiagnostics.NoGlobalization,
                    $"ContainerLocale is '{options.Locale}' and InvariantGlobalization is true",
                "the app knows no culture but the invariant one", "Remove one of the two."));
        if (!solution.Publish.IsInvariantGlobalization && !isDecided && LacksIcu(image) && !InstallsIcu(options))
            warnings.Add(
                new PlanWarning(StageDiagnostics.NoGlobalization, $"The image '{image}' has no ICU and InvariantGlobalization is not true",
                BaseImage.IsDotNet(image)
                    ? "all cultures format, sort and compare like the invariant one"
                    : "the app ends at its start with \"Couldn't find a valid ICU package\"",
                $"Set InvariantGlobalization to true, or {WayToIcu(image)}."));
        if (options.TimeZone.Length > 0 && LacksTimeZones(image) && !Installs(options, "tzdata"))
            warnings.Add(
                new PlanWarning(StageDiagnostics.NoGlobalization,
                    $"ContainerTimeZone is '{options.TimeZone}' and the image '{image}' has no time zones",
                "the app's local time is UTC", $"Remove ContainerTimeZone, or {WayToTimeZones(image)}."));
        return warnings;
    }

    /// <summary>Whether the image is of a family that leaves ICU out; scratch is not asked about.</summary>
    private static bool LacksIcu(string image) => Family(image) is { } family && (family.IsSmall || family.Name is "debian" or "ubuntu");

    private static bool LacksTimeZones(string image) => Family(image) is { } family && (family.IsSmall || family.Name is "ubuntu");

    private static (string Name, bool IsSmall)? Family(string image)
    {
        if (!ImageReference.TryParse(image, out var reference) || reference.Tag.EndsWith("-extra", StringComparison.Ordinal))
            return null;
        var name = reference.Repository[(reference.Repository.LastIndexOf('/') + 1)..];
        var all = reference.Repository + ":" + reference.Tag;
        return (name, new[] { "alpine", "chiseled", "distroless" }.Any(small => all.Contains(small, StringComparison.Ordinal)));
    }

    private static bool InstallsIcu(ContainerOptions options) => Installs(options, "icu", "libicu");

    private static bool Installs(ContainerOptions options, params string[] starts) =>
        options.Items.Packages.Any(
            package => package.Stage is "" or KnownStages.Base or KnownStages.Final && package.Name.StartsWithAny(starts));

    private static string WayToIcu(string image) => PackageManagers.Of(image) switch
    {
        PackageManager.Apk => "install it: <ContainerPackage Include=\"icu-libs;icu-data-full;tzdata\" />",
        PackageManager.Apt => "install it: <ContainerPackage Include=\"...\" />, with libicu72 on Debian 12, libicu74 on Ubuntu 24.04",
        _ => "choose the image's variant with -extra in its tag",
    };

    private static string WayToTimeZones(string image) => PackageManagers.Of(image) == PackageManager.None
        ? "choose the image's variant with -extra in its tag"
        : "install them: <ContainerPackage Include=\"tzdata\" />";

    // .NET takes the culture from it. A locale of the C library with this name need not exist.
    private static string Language(string locale) =>
        Culture().Match(locale) is { Success: true } match
            ? locale is "C" or "POSIX" ? locale : match.Groups["name"].Value.Replace('-', '_') + ".UTF-8"
            : throw new ContainerException(StageDiagnostics.InvalidSetting, "ContainerLocale", locale.ReplaceLineEndings(" "),
                "a culture such as de-DE");

    private static string TimeZone(string name) =>
        ZoneName().IsMatch(name)
            ? name
            : throw new ContainerException(StageDiagnostics.InvalidSetting, "ContainerTimeZone", name.ReplaceLineEndings(" "),
                "a time zone such as Europe/Berlin");

    [GeneratedRegex(@"^(?<name>[A-Za-z]{1,8}([-_][A-Za-z0-9]{2,8}){0,3})(\.(UTF-8|utf8))?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Culture();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}\z")]
    private static partial Regex ZoneName();
}
