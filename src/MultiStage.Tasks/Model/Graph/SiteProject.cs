namespace MultiStage.Model;

/// <summary>Whether a project's image serves files rather than running an app.</summary>
internal static class SiteProject
{
    /// <summary>The value of <c>ContainerFamily</c> that asks for a web server.</summary>
    public const string Family = "nginx";

    /// <param name="value">Reads an evaluated property; empty when it is not set.</param>
    public static bool Is(Func<string, string> value) =>
        // What runs in browsers can run nowhere else.
        IsTrue(value("UsingMicrosoftNETSdkWebAssembly"))
        || value("ContainerFamily").Equals(Family, StringComparison.OrdinalIgnoreCase)
        // Such a project compiles nothing: all that it can publish is what lies there.
        || (value("ContainerFamily").Length == 0 && IsTrue(value("UsingMicrosoftNoTargetsSdk"))
            && IsTrue(value("_MultiStageHasStartPage")));

    /// <summary>Whether the project has code that a server would run, which the image leaves out.</summary>
    /// <param name="value">Reads an evaluated property; empty when it is not set.</param>
    public static bool LeavesOutServer(Func<string, string> value) =>
        Is(value) && !IsTrue(value("UsingMicrosoftNETSdkWebAssembly")) && value("OutputType").ToUpperInvariant() is "EXE" or "WINEXE";

    private static bool IsTrue(string value) => value.Equals("true", StringComparison.OrdinalIgnoreCase);
}
