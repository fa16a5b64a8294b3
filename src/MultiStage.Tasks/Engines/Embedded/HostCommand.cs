namespace MultiStage.Engines.Embedded;

/// <summary>What the plan's stage <c>publish</c> comes to on this machine, for one platform.</summary>
/// <param name="Platform">E.g. <c>linux/amd64</c>.</param>
/// <param name="RuntimeIdentifier">Empty for a portable publish.</param>
/// <param name="NeedsRoot">Whether files for the image's root folder are wanted too.</param>
/// <param name="Properties">What publish is told beside.</param>
internal sealed record HostCommand(string Platform, string RuntimeIdentifier, bool NeedsRoot, IReadOnlyList<NameValue> Properties)
{
    /// <summary>Whether libraries of this machine come along; what a static site has in its root is made from the project.</summary>
    public bool TakesLibraries => NeedsRoot && Properties.Count == 0;

    /// <param name="plan">The plan.</param>
    /// <param name="runtimeIdentifiers">Those that are asked for, separated by ';'; empty for this machine's architecture.</param>
    /// <param name="hostRuntimeIdentifier">That of this machine's .NET SDK.</param>
    /// <param name="noBuild">Whether to take what was built; then no other runtime identifier than a given one can be published.</param>
    public static IReadOnlyList<HostCommand> Of(BuildPlan plan, string runtimeIdentifiers, string hostRuntimeIdentifier, bool noBuild)
    {
        var asked = runtimeIdentifiers.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var wanted = asked.Length > 0 ? asked : ["linux-" + hostRuntimeIdentifier[(hostRuntimeIdentifier.LastIndexOf('-') + 1)..]];
        return [.. wanted.Select(identifier => new HostCommand(
            PlatformName.Of(identifier),
            IsNamed(plan.Publish.RuntimeIdentifier, noBuild && asked.Length == 0) ? identifier : "",
            plan.Publish.CollectsRoot,
            plan.Publish.SiteProperties))];
    }

    // What was built before has no runtime identifier that follows the platform.
    private static bool IsNamed(RuntimeIdentifierPolicy policy, bool isPortable) =>
        policy == RuntimeIdentifierPolicy.Named || (policy == RuntimeIdentifierPolicy.Platform && !isPortable);
}
