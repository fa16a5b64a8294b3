using System.Globalization;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Images;

/// <summary>The image that builds: chosen from the target framework, global.json, the base image's family and Native AOT.</summary>
internal static class SdkImage
{
    // The tasks that run in the builder need the runtime of this SDK.
    private static readonly Version Oldest = new(10, 0);

    /// <summary>The reference for the <c>build</c> stage.</summary>
    /// <param name="solution">The solution.</param>
    /// <param name="options">What the project says.</param>
    /// <param name="baseImage">The image that runs the app.</param>
    /// <param name="isForEverySystem">Whether the system of the base image makes no difference.</param>
    public static string Resolve(SolutionModel solution, ContainerOptions options, string baseImage, bool isForEverySystem = false)
    {
        if (options.SdkImage.Length > 0)
            return BaseImage.Parse("ContainerSdkImage", options.SdkImage).ToString();
        var reference = new ImageReference("mcr.microsoft.com", "dotnet/sdk",
            Version(solution) + (isForEverySystem ? "" : Suffix(solution.Publish, options, baseImage)));
        return BaseImage.OnMirror(reference, options.BaseRegistry).ToString();
    }

    private static string Version(SolutionModel solution)
    {
        var publish = solution.Publish;
        var pinned = Number(publish.GlobalJsonVersion);
        // A floating tag may be past the feature band that global.json names.
        if (publish.GlobalJsonVersion.Length > 0 && SdkPin.IsWithinBand(publish.GlobalJsonRollForward) && pinned >= Oldest)
            return publish.GlobalJsonVersion;

        var version = new[] { Oldest, Number(publish.TargetFramework), pinned }.Max()!;
        SdkPin.Check(solution, pinned, version);
        var isPreview = publish.SdkVersion.Contains('-', StringComparison.Ordinal) && Number(publish.SdkVersion) == version;
        return version.ToString(2) + (isPreview ? "-preview" : "");
    }

    private static string Suffix(PublishModel publish, ContainerOptions options, string baseImage)
    {
        var isMusl = options.RuntimeIdentifier.StartsWith("linux-musl", StringComparison.Ordinal) || TagContains(baseImage, "alpine");
        if (publish.IsAot)
            return isMusl ? "-alpine-aot" : TagContains(baseImage, "azurelinux") ? "-azurelinux3.0-aot" : "-noble-aot";
        return isMusl ? "-alpine" : "";
    }

    private static bool TagContains(string image, string part) =>
        ImageReference.TryParse(image, out var reference) && reference.Tag.Contains(part, StringComparison.Ordinal);

    /// <summary>Major and minor of texts such as <c>10.0.401</c>, <c>net10.0</c>, <c>11.0.100-preview.3</c>; 0.0 for others.</summary>
    private static Version Number(string text)
    {
        var parts = text.Replace("net", "", StringComparison.Ordinal).Split('-')[0].Split('.');
        return parts.Length >= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            ? new Version(major, minor)
            : new Version(0, 0);
    }
}
