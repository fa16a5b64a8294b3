namespace MultiStage.Model;

/// <summary>Tells the layer of a published file from the metadata that MSBuild and NuGet leave on it.</summary>
internal static class FileOrigin
{
    /// <param name="metadata">Reads metadata of a <c>ResolvedFileToPublish</c> item; empty when absent.</param>
    public static string LayerOf(Func<string, string> metadata)
    {
        // Said by the targets, or told by an earlier publish.
        if (metadata("ContainerLayer") is { Length: > 0 } layer)
            return layer;
        // First, because NuGet gives the projects that are referenced through others a package's name.
        if (metadata("ReferenceSourceTarget") == "ProjectReference" || metadata("SourceType") == "Project")
            return AppLayers.Projects;
        var package = metadata("NuGetPackageId") is { Length: > 0 } id ? id : metadata("PackageName");
        if (package.StartsWithAny("Microsoft.NETCore.App.Runtime.", "Microsoft.AspNetCore.App.Runtime.", "Microsoft.NETCore.App.Host."))
            return AppLayers.Framework;
        if (package.Length > 0 || metadata("SourceType") == "Package")
            return AppLayers.Packages;
        return AppLayers.App;
    }
}
