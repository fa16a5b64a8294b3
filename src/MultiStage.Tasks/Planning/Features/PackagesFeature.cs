using System.Text.RegularExpressions;
using MultiStage.Diagnostics;
using MultiStage.Planning.Builder;
using MultiStage.Planning.Core;
using MultiStage.Planning.Images;
using MultiStage.Planning.Options;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Features;

/// <summary><c>ContainerPackage</c>: OS packages, one step a stage.</summary>
internal sealed partial class PackagesFeature : IFeature
{
    // All stages are needed to find the image that each goes back to.
    public IReadOnlyList<StepAddition> Follow(StageRequest request, IReadOnlyList<StageDraft> stages, IReadOnlyList<StepAddition> steps)
    {
        var packages = request.Options.Items.Packages;
        foreach (var package in packages)
            Check(package);
        return [.. packages.GroupBy(package => Place(package.Stage)).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Addition(group.Key, [.. group], stages))];
    }

    // What final needs is installed in base: below the app, where an edit of it does not reach, and where IDEs run the app.
    private static string Place(string stage) => stage is "" or KnownStages.Final ? KnownStages.Base : stage;

    private static StepAddition Addition(string stage, IReadOnlyList<PackageOption> packages, IReadOnlyList<StageDraft> stages)
    {
        var names = packages.Select(package => package.Name).Sorted();
        var origin = $"ContainerPackage '{string.Join(", ", names)}'";
        var versions = packages.Select(package => new NameValue(package.Name, package.Version)).Distinct().ToList();
        if (versions.GroupBy(package => package.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } several)
            throw new ContainerException(StageDiagnostics.InvalidPackage, several.Key,
                $"it has the versions {string.Join(" and ", several.Select(package => $"'{package.Value}'").Order(StringComparer.Ordinal))}");
        return new StepAddition(stage, StepNames.Packages, PackageInstall.Step(Manager(packages, stage, origin, stages), versions))
        {
            Origin = origin,
            After = StepNames.Packages,
            User = UserSwitch.Root,
        };
    }

    private static PackageManager Manager(IReadOnlyList<PackageOption> packages, string stage, string origin,
        IReadOnlyList<StageDraft> stages)
    {
        var given = packages.Select(package => package.Manager).Where(manager => manager.Length > 0).Sorted();
        if (given is [var manager])
            return manager.ToUpperInvariant() switch
            {
                "APT" => PackageManager.Apt,
                "APK" => PackageManager.Apk,
                "TDNF" => PackageManager.Tdnf,
                "DNF" => PackageManager.Dnf,
                _ => throw new ContainerException(StageDiagnostics.InvalidMetadata, origin, "Manager", manager, "apt, apk, tdnf or dnf"),
            };
        if (given.Count > 1)
            throw new ContainerException(StageDiagnostics.InvalidMetadata, origin, "Manager", string.Join(" and ", given),
                "one package manager for the stage");
        // A stage that is not there is the composer's error, and its message needs no package manager.
        var image = StageImages.Of(stage, stages);
        return image is null ? PackageManager.Apt : PackageManagers.Of(image) switch
        {
            PackageManager.None => throw new ContainerException(StageDiagnostics.NoPackageManager, origin, stage, image),
            PackageManager.Unknown => throw new ContainerException(StageDiagnostics.UnknownPackageManager, origin, stage, image),
            var known => known,
        };
    }

    private static void Check(PackageOption package)
    {
        if (!PackageName().IsMatch(package.Name))
            throw new ContainerException(StageDiagnostics.InvalidPackage, package.Name.ReplaceLineEndings(" "),
                "its name has other characters than those of package names; a version belongs into Version");
        if (package.Version.Length > 0 && !PackageVersion().IsMatch(package.Version))
            throw new ContainerException(StageDiagnostics.InvalidPackage, package.Name,
                $"its Version is '{package.Version.ReplaceLineEndings(" ")}'");
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9+._:@/-]*\z")]
    private static partial Regex PackageName();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9.+:~^_*-]*\z")]
    private static partial Regex PackageVersion();
}
