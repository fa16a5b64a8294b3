using MultiStage.Diagnostics;

namespace MultiStage.Planning;

/// <summary>The full names of an image.</summary>
internal static class ImageNames
{
    /// <summary>Tags that the two properties give; <c>latest</c> when neither is set.</summary>
    public static IReadOnlyList<string> Tags(string tag, string tags)
    {
        if (tag.Length > 0 && tags.Length > 0)
            throw new ContainerException(OptionDiagnostics.TagAndTags, tag, tags);
        var property = tags.Length > 0 ? "ContainerImageTags" : "ContainerImageTag";
        var all = tags.Length > 0 ? tags.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [tag.Length > 0 ? tag : "latest"];
        foreach (var one in all)
            if (!ImageGrammar.IsTag(one))
                throw new ContainerException(OptionDiagnostics.InvalidTag, one, property);
        return all;
    }

    /// <summary>Every name of the image: <c>registry/repository:tag</c>, with the stage behind the tag unless it is final.</summary>
    public static IReadOnlyList<string> For(string registry, string repository, IEnumerable<string> tags, string target)
    {
        if (!ImageGrammar.IsRepository(repository))
            throw new ContainerException(OptionDiagnostics.InvalidRepository, repository);
        var suffix = target == KnownStages.Final ? "" : "-" + target;
        var prefix = registry.Length == 0 ? "" : registry.TrimEnd('/') + "/";
        var names = tags.Select(tag => prefix + repository + ":" + tag + suffix).Distinct(StringComparer.Ordinal).ToList();
        foreach (var name in names)
            if (!ImageReference.TryParse(name, out _))
                throw new ContainerException(OptionDiagnostics.InvalidImage, "The name of the image", name);
        return names;
    }

    /// <summary>The engine's name for the platform of a runtime identifier, e.g. <c>linux/arm64</c> for <c>linux-musl-arm64</c>.</summary>
    public static string Platform(string runtimeIdentifier)
    {
        var architecture = runtimeIdentifier[(runtimeIdentifier.LastIndexOf('-') + 1)..];
        return "linux/" + architecture switch { "x64" => "amd64", "x86" => "386", "arm" => "arm/v7", var other => other };
    }
}
