using MultiStage.Planning;
using MultiStage.Planning.StaticSites;

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
        var words = plan.Find(Planner.PublishStage)!.Steps.OfType<RunStep>().SelectMany(step => step.Commands).SelectMany(command => command.Words).ToList();
        // The plan leaves the architecture to the engine ("-a"), names it ("-r"), or wants a portable publish.
        var followsEngine = words.Contains("-a");
        var isNamed = words.Contains("-r");
        var needsRoot = words.OfType<PropertyWord>().Any(property => property.Name == "ContainerRoot");
        NameValue[] properties = [.. words.OfType<PropertyWord>().Where(word => SiteImage.PropertyNames.Contains(word.Name)).Select(word => new NameValue(word.Name, word.Value))];
        var asked = runtimeIdentifiers.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var wanted = asked.Length > 0 ? asked : ["linux-" + hostRuntimeIdentifier[(hostRuntimeIdentifier.LastIndexOf('-') + 1)..]];
        return [.. wanted.Select(identifier => new HostCommand(
            ImageNames.Platform(identifier),
            isNamed || (followsEngine && !(noBuild && asked.Length == 0)) ? identifier : "",
            needsRoot,
            properties))];
    }
}
