using MultiStage.Diagnostics;
using MultiStage.Planning.Builder;
using MultiStage.Planning.Features;

namespace MultiStage.Tasks;

/// <summary>What those who planned a step make of its failure, whichever engine ran it.</summary>
internal static class FailureReasons
{
    /// <param name="failure">The step.</param>
    /// <param name="feeds">Explains what NuGet said.</param>
    /// <returns>Null when nobody knows the cause.</returns>
    public static ContainerException? Of(StepFailure failure, FeedErrors feeds)
    {
        var feed = feeds.Explain(failure);
        // A feed that refuses is that in every step; else the step knows better what it wanted of the feed.
        if (feed?.Descriptor == EngineDiagnostics.FeedRefused)
            return feed;
        return FeatureList.All.Explain(failure) ?? feed ?? MissingInputs.Explain(failure);
    }
}
