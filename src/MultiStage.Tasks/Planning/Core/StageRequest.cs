using MultiStage.Planning.Options;

namespace MultiStage.Planning.Core;

/// <summary>What features decide from.</summary>
/// <param name="Solution">What evaluation found.</param>
/// <param name="Options">What the project says.</param>
/// <param name="BaseImage">The resolved image of the stage <c>base</c>.</param>
/// <param name="SdkImage">The resolved image of the stage <c>build</c>.</param>
/// <param name="WorkingDirectory">The app's folder in the image.</param>
/// <param name="Kind">What kind of app the image runs.</param>
/// <param name="Layout">Which stages build and publish it.</param>
/// <param name="Features">All features.</param>
internal sealed record StageRequest(
    SolutionModel Solution, ContainerOptions Options, string BaseImage, string SdkImage, ImagePath WorkingDirectory, AppKind Kind,
    IBuildLayout Layout, FeatureSet Features)
{
    /// <summary>The same app on another image.</summary>
    public StageRequest On(string image) => this with { BaseImage = image, Kind = Kind.On(image) };
}
