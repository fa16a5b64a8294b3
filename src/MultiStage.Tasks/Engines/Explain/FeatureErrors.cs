using MultiStage.Diagnostics;
using MultiStage.Planning;

namespace MultiStage.Engines.Explain;

/// <summary>What those parts of a plan say of a failed step that have words of their own for it.</summary>
internal static class FeatureErrors
{
    /// <param name="failure">The step.</param>
    /// <param name="feeds">Explains what NuGet said.</param>
    public static ContainerException? Of(StepFailure failure, FeedErrors feeds)
    {
        var feed = feeds.Explain(failure);
        // A feed that refuses is that in every step; else the step knows better what it wanted of the feed.
        if (feed?.Descriptor == EngineDiagnostics.FeedRefused)
            return feed;
        return DebugToolErrors.Of(failure)
            ?? MigrationErrors.Of(failure)
            ?? feed
            ?? NodeErrors.Of(failure.Output, failure.Origin.Length > 0 ? failure.Origin : $"The stage '{failure.Stage}'");
    }
}
