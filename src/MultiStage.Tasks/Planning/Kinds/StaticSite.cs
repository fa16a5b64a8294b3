using MultiStage.Diagnostics;
using MultiStage.Planning.Core;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Kinds;

/// <summary>Whether a project's image serves files rather than running an app.</summary>
internal static class StaticSite
{
    /// <summary>
    /// The image by default: nginx as user 101 on port 8080. Its tag moves within the stable branch, as those of .NET move
    /// within a version.
    /// </summary>
    public static readonly ImageReference DefaultImage = new("docker.io", "nginxinc/nginx-unprivileged", "stable-alpine");

    /// <summary>The image for the stage <c>base</c>.</summary>
    /// <exception cref="ContainerException">MST5602: nothing in the image could serve.</exception>
    public static string BaseImage(SolutionModel solution, ContainerOptions options)
    {
        if (!options.IsBaseImageOwn)
            return Images.BaseImage.OnHubMirror(DefaultImage, options.HubRegistry).ToString();
        var own = options.BaseImage;
        if (ImageText.IsLocation(own))
            return own;
        if (own == Images.BaseImage.Scratch)
            throw new ContainerException(StaticSiteDiagnostics.NoWebServer, own, solution.Project, "an image without a base has no nginx");
        if (Images.BaseImage.IsDotNet(own))
            throw new ContainerException(StaticSiteDiagnostics.NoWebServer, own, solution.Project, "images of .NET have no nginx");
        return Images.BaseImage.Parse("ContainerBaseImage", own).ToString();
    }

    /// <summary>What is unlikely to be meant.</summary>
    public static IEnumerable<PlanWarning> Warnings(SolutionModel solution)
    {
        if (solution.Publish.LeavesOutServer)
            yield return new PlanWarning(StaticSiteDiagnostics.ServerIsLeftOut, solution.Project);
    }
}
