namespace MultiStage.Model;

/// <summary>A package that takes the version of an assembly from the history of Git, which no build context has.</summary>
/// <param name="Package">The package.</param>
/// <param name="Switches">Properties that give the version or turn the package off.</param>
/// <param name="Consequence">What it does without the history.</param>
/// <param name="Resolution">What to do.</param>
internal sealed record VersionTool(string Package, IReadOnlyList<string> Switches, string Consequence, string Resolution)
{
    public static readonly IReadOnlyList<VersionTool> All =
    [
        new("MinVer", ["MinVerVersionOverride", "MinVerSkip"], "the version is 0.0.0-alpha.0",
            "Pass the version: -p:MinVerVersionOverride=1.2.3."),
        new("GitVersion.MsBuild", ["DisableGitVersionTask"], "the build in the builder fails",
            "Pass the version: -p:DisableGitVersionTask=true -p:Version=1.2.3."),
        new("Nerdbank.GitVersioning", [], "the version has neither height nor commit",
            "Give the history to the builder: <ContainerCopy Include=\"PATH/.git\" Stage=\"build\" Destination=\"/src/.git/\" />, with the path from the project to the repository."),
    ];

    /// <summary>Whether the property tells such a package the version, or turns it off.</summary>
    public static bool IsSwitch(string property) => All.Any(tool => tool.Switches.Contains(property, StringComparer.OrdinalIgnoreCase));
}
