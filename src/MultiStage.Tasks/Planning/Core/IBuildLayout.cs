using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Core;

/// <summary>Which stages compile and publish the app. Whoever needs something of theirs asks here, and names none of them.</summary>
internal interface IBuildLayout
{
    /// <summary>The stage that has the restored packages.</summary>
    string PackagesStage { get; }

    /// <summary>The stage that has them and all sources, in <see cref="BuilderFolders.Source"/>.</summary>
    string SourcesStage { get; }

    /// <summary>The stage that publishes: what is to be published, too, is copied there before.</summary>
    string PublishStage { get; }

    /// <summary>Whether a stage with the name would be the layout's.</summary>
    bool Owns(string stage);

    /// <summary>A copy of published files. Linked: a new base image does not make the layer again.</summary>
    /// <param name="layer">One of <see cref="AppLayers"/>.</param>
    /// <param name="destination">A folder of the image, with a trailing slash.</param>
    /// <param name="folder">A folder of the layer, with a trailing slash; empty for all of it.</param>
    CopyStep Published(string layer, ImagePath destination, string folder = "");

    /// <summary>Lays the stages out.</summary>
    /// <param name="request">The request.</param>
    /// <param name="added">What features add.</param>
    BuildDrafts Lay(StageRequest request, StageContribution added);
}

/// <summary>The stages of a layout.</summary>
/// <param name="Stages">In the order to keep where nothing else is needed.</param>
/// <param name="Context">What travels to them, and to the stages of features.</param>
/// <param name="Publish">What they are for.</param>
internal sealed record BuildDrafts(IReadOnlyList<StageDraft> Stages, ContextRules Context, PublishIntent Publish);
