using MultiStage.Diagnostics;

namespace MultiStage.Planning.Images;

/// <summary>
/// The version of the .NET SDK in global.json, which the builder obeys as this machine does. What each policy accepts is
/// said by the .NET host: a feature band is the hundreds of the patch number.
/// </summary>
internal static class SdkPin
{
    private static readonly string[] WithinBand = ["", "disable", "patch", "latestpatch"];
    private static readonly string[] WithinMajor = ["minor", "latestminor"];
    private static readonly string[] AnyMajor = ["major", "latestmajor"];

    /// <summary>Whether the policy stays inside the feature band.</summary>
    public static bool IsWithinBand(string rollForward) => WithinBand.Contains(rollForward, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an SDK of a major and minor version is accepted, whatever its band.</summary>
    /// <param name="pinned">Major and minor version in global.json.</param>
    /// <param name="rollForward">The policy; empty for the default.</param>
    /// <param name="sdk">Major and minor version of the SDK that is there.</param>
    public static bool Accepts(Version pinned, string rollForward, Version sdk) =>
        sdk >= pinned && (
            AnyMajor.Contains(rollForward, StringComparer.OrdinalIgnoreCase)
            || (sdk.Major == pinned.Major && WithinMajor.Contains(rollForward, StringComparer.OrdinalIgnoreCase))
            || (sdk == pinned && !IsWithinBand(rollForward)));

    /// <exception cref="ContainerException">MST1053: global.json refuses the SDK that builds.</exception>
    public static void Check(SolutionModel solution, Version pinned, Version sdk)
    {
        var publish = solution.Publish;
        // In the builder, commands run in the context's own folder: a file elsewhere has no say.
        if (publish.GlobalJsonVersion.Length > 0 && solution.SharedInputs.Contains(ContextPath.Of("global.json"))
            && !Accepts(pinned, publish.GlobalJsonRollForward, sdk))
            throw new ContainerException(ProjectDiagnostics.SdkRefused, publish.GlobalJsonVersion,
                publish.GlobalJsonRollForward.Length > 0 ? publish.GlobalJsonRollForward : "latestPatch", sdk.ToString(2));
    }
}
