using System.Globalization;
using MultiStage.Diagnostics;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Images;

/// <summary>The image that runs the app: what the .NET SDK infers, corrected where the inference is known to be wrong.</summary>
internal static class BaseImage
{
    /// <summary>The base that holds nothing.</summary>
    public const string Scratch = "scratch";

    private const string MicrosoftRegistry = "mcr.microsoft.com";

    /// <summary>The reference for an app of .NET.</summary>
    public static string OfDotNet(SolutionModel solution, ContainerOptions options)
    {
        if (options.IsBaseImageOwn && ImageText.IsLocation(options.BaseImage))
            return options.BaseImage;
        var reference = Parse("ContainerBaseImage", options.BaseImage);
        if (options.IsBaseImageOwn)
            return reference.ToString();
        return OnMirror(WithGlobalization(WithAspNetCore(reference, solution), solution.Publish, options), options.BaseRegistry).ToString();
    }

    /// <summary>
    /// Whether the reference is one of Microsoft's .NET images (or a mirror of one), which have the user 'app' in APP_UID.
    /// </summary>
    public static bool IsDotNet(string image) =>
        ImageReference.TryParse(image, out var reference) &&
        ("/" + reference.Repository).EndsWithAny("/dotnet/aspnet", "/dotnet/runtime", "/dotnet/runtime-deps", "/dotnet/sdk");

    /// <summary>
    /// Whether it is one of Microsoft's .NET images from before .NET 8: these have no user but root, and make apps listen on
    /// port 80 by ASPNETCORE_URLS.
    /// </summary>
    public static bool IsBeforeNet8(string image) =>
        IsDotNet(image) && ImageReference.TryParse(image, out var reference) &&
        int.TryParse(reference.Tag.Split('.', '-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) && major < 8;

    /// <summary>Whether the image brings ASP.NET Core along.</summary>
    public static bool IsAspNetCore(string image) =>
        ImageReference.TryParse(image, out var reference) && ("/" + reference.Repository).EndsWithAny("/dotnet/aspnet");

    /// <summary>Replaces Microsoft's registry by a mirror.</summary>
    public static ImageReference OnMirror(ImageReference reference, string mirror)
    {
        if (mirror.Length == 0 || reference.Registry != MicrosoftRegistry)
            return reference;
        return Parse("ContainerBaseRegistry", mirror.TrimEnd('/') + "/" + (reference with { Registry = "" }));
    }

    /// <summary>Replaces Docker Hub by a mirror.</summary>
    public static ImageReference OnHubMirror(ImageReference reference, string mirror) =>
        mirror.Length == 0
            ? reference
            : Parse("ContainerDockerHubRegistry", mirror.TrimEnd('/') + "/" + (reference with { Registry = "" }));

    public static ImageReference Parse(string property, string text) =>
        ImageReference.TryParse(text, out var reference)
            ? reference
            : throw new ContainerException(OptionDiagnostics.InvalidImage, property, text);

    // The SDK looks at the published project's own framework references; a library may need ASP.NET Core as well.
    private static ImageReference WithAspNetCore(ImageReference reference, SolutionModel solution) =>
        reference.Repository == "dotnet/runtime" && solution.Projects.Any(project => project.NeedsAspNetCore)
            ? reference with { Repository = "dotnet/aspnet" }
            : reference;

    // Small images have ICU and time zones in '-extra' only, and the SDK forgets to ask for it: always for Alpine and Azure
    // Linux distroless, in some versions for chiseled. Alpine's apps have no such images before .NET 10.
    private static ImageReference WithGlobalization(ImageReference reference, PublishModel publish, ContainerOptions options)
    {
        var hasExtra = reference.Tag.EndsWithAny("-chiseled", "-chiseled-composite")
            || (reference.Tag.EndsWithAny("-alpine", "-distroless") && !reference.Tag.StartsWithAny("8.", "9."));
        var isNeeded = !publish.IsInvariantGlobalization || options.TimeZone.Length > 0;
        return hasExtra && isNeeded ? reference with { Tag = reference.Tag + "-extra" } : reference;
    }
}
