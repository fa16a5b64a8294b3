using Microsoft.Build.Framework;
using MultiStage.Planning.Options;

namespace MultiStage.Tasks;

/// <content>Static sites. Errors: MST5602, MST5604, MST5605.</content>
public sealed partial class GenerateContainerFiles
{
    /// <summary><c>ContainerSpaFallback</c>.</summary>
    public string SpaFallback { get; set; } = "";

    /// <summary><c>ContainerImmutableFiles</c>.</summary>
    public string ImmutableFiles { get; set; } = "";

    /// <summary><c>ContainerResponseHeader</c> items; metadata <c>Value</c>.</summary>
    public ITaskItem[] ResponseHeaders { get; set; } = [];

    private SiteOptions SiteOptions() =>
        new() { Fallback = SpaFallback,
            ImmutableFiles = Names(ImmutableFiles),
            Headers = ResponseHeaders.Pairs() };
}
