using MultiStage.Planning.Core;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Kinds;

/// <summary>All kinds of apps. Nothing else asks which one it is.</summary>
internal static class AppKinds
{
    public static AppKind Of(SolutionModel solution, ContainerOptions options) =>
        solution.Publish.IsStaticSite ? new StaticSiteApp()
        : options.BaseImage == Images.BaseImage.Scratch ? new ScratchApp()
        : solution.Publish.IsSelfContained || solution.Publish.IsAot ? new SelfContainedApp()
        : new FrameworkDependentApp();
}
