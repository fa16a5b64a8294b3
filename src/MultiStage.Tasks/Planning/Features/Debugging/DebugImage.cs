using System.Text.RegularExpressions;
using MultiStage.Diagnostics;
using MultiStage.Planning.Core;
using MultiStage.Planning.Images;

namespace MultiStage.Planning.Features.Debugging;

/// <summary>What the stage <c>debug</c> starts from, so that a shell and the tools, which are .NET programs, can run.</summary>
/// <param name="Image">In place of the base image; empty where <c>final</c> has all that is needed.</param>
/// <param name="RuntimeImage">The image whose .NET runtime is copied; empty where the stage has one.</param>
internal sealed partial record DebugImage(string Image, string RuntimeImage = "")
{
    private static readonly DebugImage Final = new("");

    /// <exception cref="ContainerException">MST5303: nobody can tell an image.</exception>
    public static DebugImage For(StageRequest request)
    {
        var given = request.Options.Items.Debug.BaseImage;
        if (given.Length > 0)
            return new DebugImage(BaseImage.Parse("ContainerDebugBaseImage", given).ToString());
        // Such an app needs no runtime in its image; the tools do.
        var bringsRuntime = request.Kind.BringsRuntime;
        if (request.Kind.HasNoBase)
            return new DebugImage(OfBuilder(request));
        if (BaseImage.IsDotNet(request.BaseImage))
            return OfDotNet(request.BaseImage, bringsRuntime);
        return PackageManagers.Of(request.BaseImage) == PackageManager.None
            ? throw new ContainerException(DebugDiagnostics.UnknownBase, request.BaseImage, "has no shell")
            : bringsRuntime ? new DebugImage("", OfBuilder(request)) : Final;
    }

    private static DebugImage OfDotNet(string image, bool bringsRuntime)
    {
        var reference = BaseImage.Parse("ContainerBaseImage", image);
        var repository = bringsRuntime && reference.Repository.EndsWith("/runtime-deps", StringComparison.Ordinal)
            ? reference.Repository[..^"-deps".Length]
            : reference.Repository;
        var tag = Small().Replace(reference.Tag, "");
        if (repository == reference.Repository && tag == reference.Tag)
            return Final;
        // A digest is that of the one image, and without a tag nothing says which other one fits.
        return tag.Length > 0
            ? new DebugImage((reference with { Repository = repository, Tag = tag, Digest = null }).ToString())
            : throw new ContainerException(DebugDiagnostics.UnknownBase, image, "is known by its digest alone");
    }

    // The app was linked with the libraries of the builder: the runtime image of the same system has them, too.
    private static string OfBuilder(StageRequest request)
    {
        if (!BaseImage.IsDotNet(request.SdkImage) || !ImageReference.TryParse(request.SdkImage, out var sdk) || SdkTag()
            .Match(sdk.Tag) is not { Success: true } tag)
            return BaseImage.OnMirror(new ImageReference("mcr.microsoft.com", "dotnet/runtime", "10.0"), request.Options.BaseRegistry)
                .ToString();
        var system = tag.Groups["system"].Value;
        if (system.EndsWith("-aot", StringComparison.Ordinal))
            system = system[..^"-aot".Length];
        if (system.StartsWith("-alpine", StringComparison.Ordinal) && !request.Solution.Publish.IsInvariantGlobalization)
            system += "-extra";
        var version = tag.Groups["version"].Value + (tag.Groups["preview"].Success ? "-preview" : "");
        return (sdk with { Repository = sdk.Repository[..^"sdk".Length] + "runtime", Tag = version + system, Digest = null }).ToString();
    }

    [GeneratedRegex(@"-(chiseled|distroless)(-composite)?(-extra)?")]
    private static partial Regex Small();

    // 10.0, 10.0.401-noble-aot, 11.0-preview-alpine, 11.0.100-rc.1-alpine
    [GeneratedRegex(@"^(?<version>\d+\.\d+)(\.\d+)?(?<preview>-(preview|rc)[0-9.]*)?(?<system>-.+)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex SdkTag();
}
