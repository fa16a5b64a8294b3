using MultiStage.Planning.Features;
using MultiStage.Planning.Kinds;
using MultiStage.Planning.Core;
namespace MultiStage.Planning.Layouts;

/// <summary>Copies of what the stage <c>publish</c> leaves: one folder a layer.</summary>
internal static class PublishedFiles
{
    /// <summary>A copy of a layer, or of a folder in it. Linked: a new base image does not make the layer again.</summary>
    /// <param name="layer">One of <see cref="AppLayers"/>.</param>
    /// <param name="destination">A folder of the image, with a trailing slash.</param>
    /// <param name="folder">A folder of the layer, with a trailing slash; empty for all of it.</param>
    public static CopyStep Copy(string layer, string destination, string folder = "") => new([$"{BuilderFolders.Output}/{layer}/{folder}"], destination, KnownStages.Publish)
    {
        IsLinked = true,
        Published = new PublishedPart(layer, folder),
    };
}
