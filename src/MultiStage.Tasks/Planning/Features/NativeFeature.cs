using System.Text.RegularExpressions;
using MultiStage.Diagnostics;
using MultiStage.Planning.Builder;
using MultiStage.Planning.Core;
using MultiStage.Planning.Images;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Features;

/// <summary>
/// What the builder of a native program lacks for another architecture than its own. The <c>-aot</c> images have a compiler
/// for all, and the linker, start files and C library of one.
/// </summary>
internal sealed partial class NativeFeature : IFeature
{
    /// <summary>
    /// The step that installs them; none where the plan names no other architecture than x64, and for distributions that
    /// have no packages for another architecture.
    /// </summary>
    public IReadOnlyList<Step> BuilderPackages(StageRequest request)
    {
        var (solution, options) = (request.Solution, request.Options);
        if (!solution.Publish.IsAot || PackageManagers.Of(request.SdkImage) != PackageManager.Apt)
            return [];
        var names = Named(solution, options).Distinct(StringComparer.Ordinal).ToDictionary(identifier => identifier, Packages);
        // Which architecture the builder has is not known before it runs. Most have x64; and on the architecture itself,
        // the packages are its own compiler.
        return names.All(pair => pair.Key == "linux-x64" || pair.Value.Count == 0) ? []
            : [PackageInstall.Step(PackageManager.Apt,
                names.Values.SelectMany(packages => packages).Select(name => new NameValue(name, "")))];
    }

    private static IReadOnlyList<string> Named(SolutionModel solution, ContainerOptions options) =>
        options.RuntimeIdentifiers.Count > 0 ? options.RuntimeIdentifiers
        : options.RuntimeIdentifier.Length > 0 ? [options.RuntimeIdentifier]
        : solution.Publish.RuntimeIdentifiers;

    // The C library is only recommended by gcc, and so has to be named.
    private static IReadOnlyList<string> Packages(string runtimeIdentifier) => runtimeIdentifier switch
    {
        "linux-x64" => ["gcc-x86-64-linux-gnu", "libc6-dev-amd64-cross"],
        "linux-arm64" => ["gcc-aarch64-linux-gnu", "libc6-dev-arm64-cross"],
        "linux-arm" => ["gcc-arm-linux-gnueabihf", "libc6-dev-armhf-cross"],
        _ => [],
    };

    /// <summary>The error of a missing linker or library of another architecture, in whichever stage.</summary>
    public ContainerException? Explain(StepFailure failure) =>
        Toolchain().Match(failure.Output) is { Success: true } missing
            ? new ContainerException(ExportDiagnostics.NoNativeToolchain, missing.Value)
            : null;

    // What the native compiler's targets and the linkers say.
    [GeneratedRegex(@"Platform linker \([^)\n]{1,80}\) not found in PATH|cannot find -l[A-Za-z0-9_+.-]{1,80}|unable to find library -l[A-Za-z0-9_+.-]{1,80}" +
        @"|unrecognised emulation mode: \w{1,40}|is incompatible with (?:aarch64|elf64-x86-64|elf_x86_64)\w*|invalid linker name in [^\n]{1,120}")]
    private static partial Regex Toolchain();
}
