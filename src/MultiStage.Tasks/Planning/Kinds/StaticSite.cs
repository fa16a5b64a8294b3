using MultiStage.Diagnostics;

namespace MultiStage.Planning.Kinds;

/// <summary>Whether a project's image serves files rather than running an app.</summary>
internal static class StaticSite
{
    /// <summary>The value of <c>ContainerFamily</c> that asks for a web server.</summary>
    public const string Family = "nginx";

    /// <summary>
    /// The image by default: nginx as user 101 on port 8080. Its tag moves within the stable branch, as those of .NET move
    /// within a version.
    /// </summary>
    public static readonly ImageReference DefaultImage = new("docker.io", "nginxinc/nginx-unprivileged", "stable-alpine");

    /// <param name="value">Reads an evaluated property; empty when it is not set.</param>
    public static bool Is(Func<string, string> value) =>
        // What runs in browsers can run nowhere else.
        IsTrue(value("UsingMicrosoftNETSdkWebAssembly"))
        || value("ContainerFamily").Equals(Family, StringComparison.OrdinalIgnoreCase)
        // Such a project compiles nothing: all that it can publish is what lies there.
        || (value("ContainerFamily").Length == 0 && IsTrue(value("UsingMicrosoftNoTargetsSdk")) && IsTrue(value("_MultiStageHasStartPage")));

    /// <summary>Whether the project has code that a server would run, which the image leaves out.</summary>
    /// <param name="value">Reads an evaluated property; empty when it is not set.</param>
    public static bool LeavesOutServer(Func<string, string> value) =>
        Is(value) && !IsTrue(value("UsingMicrosoftNETSdkWebAssembly")) && value("OutputType").ToUpperInvariant() is "EXE" or "WINEXE";

    /// <summary>The image for the stage <c>base</c>.</summary>
    /// <exception cref="ContainerException">MST5602: nothing in the image could serve.</exception>
    public static string BaseImage(SolutionModel solution, ContainerOptions options)
    {
        if (!options.IsBaseImageOwn)
            return Planning.BaseImage.OnHubMirror(DefaultImage, options.HubRegistry).ToString();
        var own = options.BaseImage;
        if (Planning.BaseImage.IsLocation(own))
            return own;
        if (own == Planning.BaseImage.Scratch)
            throw new ContainerException(StaticSiteDiagnostics.NoWebServer, own, solution.Project, "an image without a base has no nginx");
        if (Planning.BaseImage.IsDotNet(own))
            throw new ContainerException(StaticSiteDiagnostics.NoWebServer, own, solution.Project, "images of .NET have no nginx");
        return Planning.BaseImage.Parse("ContainerBaseImage", own).ToString();
    }

    /// <summary>What is unlikely to be meant.</summary>
    public static IEnumerable<PlanWarning> Warnings(SolutionModel solution)
    {
        if (solution.Publish.LeavesOutServer)
            yield return new PlanWarning(StaticSiteDiagnostics.ServerIsLeftOut, solution.Project);
    }

    private static bool IsTrue(string value) => value.Equals("true", StringComparison.OrdinalIgnoreCase);
}
