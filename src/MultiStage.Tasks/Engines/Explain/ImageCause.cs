namespace MultiStage.Engines.Explain;

/// <summary>Says which property or item names an image of the plan: what to change when it cannot be found.</summary>
internal static class ImageCause
{
    /// <param name="plan">The stages.</param>
    /// <param name="image">The image that cannot be found.</param>
    /// <param name="baseImage"><c>ContainerBaseImage</c> of the project; empty when it was inferred.</param>
    /// <param name="family"><c>ContainerFamily</c>; may be empty.</param>
    /// <param name="sdkImage"><c>ContainerSdkImage</c>; empty when it was chosen here.</param>
    /// <param name="registry"><c>ContainerBaseRegistry</c>; may be empty.</param>
    /// <returns>Sentences.</returns>
    public static string Of(BuildPlan plan, string image, string baseImage, string family, string sdkImage, string registry)
    {
        var stage = plan.Stages.FirstOrDefault(stage => Names(stage.From, image));
        var cause = stage?.Name switch
        {
            KnownStages.Base or KnownStages.Final when baseImage.Length > 0 => $"Check ContainerBaseImage, which is '{baseImage}'.",
            KnownStages.Base or KnownStages.Final when family.Length > 0 =>
                $"The tag comes from ContainerFamily, which is '{family}': check it, or set ContainerBaseImage.",
            KnownStages.Base or KnownStages.Final =>
                "The tag comes from the target framework: set ContainerFamily or ContainerBaseImage for another image.",
            KnownStages.Build when sdkImage.Length > 0 => $"Check ContainerSdkImage, which is '{sdkImage}'.",
            KnownStages.Build => "The tag comes from the target framework and global.json: set ContainerSdkImage for another image.",
            { } name => $"Check the item that the stage '{name}' comes from.",
            null when CopiedBy(plan, image) is { } origin => $"Check {origin}.",
            null => "Check ContainerBaseImage, ContainerSdkImage and ContainerBaseRegistry.",
        };
        var mirror = registry.Length > 0 && image.StartsWith(registry, StringComparison.Ordinal)
            ? $" ContainerBaseRegistry is '{registry}'."
            : "";
        return $"{cause}{mirror} Sign in with `docker login` if the image is private.";
    }

    private static string? CopiedBy(BuildPlan plan, string image) =>
        plan.Stages.SelectMany(stage => stage.Steps).OfType<CopyStep>()
            .FirstOrDefault(copy => copy.From.Length > 0 && Names(copy.From, image))?.Origin;

    // Engines write the registry and the digest out.
    private static bool Names(string from, string image) =>
        image == from || image.EndsWith("/" + from, StringComparison.Ordinal) || image.StartsWith(from + "@", StringComparison.Ordinal);
}
