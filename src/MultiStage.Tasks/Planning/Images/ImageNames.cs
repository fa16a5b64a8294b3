using System.Text.RegularExpressions;
using MultiStage.Diagnostics;

namespace MultiStage.Planning.Images;

/// <summary>The full names of an image.</summary>
internal static partial class ImageNames
{
    /// <summary>Refuses a registry that is more than a host and a port.</summary>
    /// <exception cref="ContainerException">MST2031.</exception>
    public static void CheckRegistry(string registry)
    {
        if (registry.Length > 0 && !Host().IsMatch(registry))
            throw new ContainerException(OptionDiagnostics.InvalidRegistry, registry);
    }

    /// <summary>Tags that the two properties give; <c>latest</c> when neither is set.</summary>
    public static IReadOnlyList<string> Tags(string tag, string tags)
    {
        if (tag.Length > 0 && tags.Length > 0)
            throw new ContainerException(OptionDiagnostics.TagAndTags, tag, tags);
        var property = tags.Length > 0 ? "ContainerImageTags" : "ContainerImageTag";
        var all = tags.Length > 0
            ? tags.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [tag.Length > 0 ? tag : "latest"];
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

    [GeneratedRegex(@"\A(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?\z")]
    private static partial Regex Host();
}
