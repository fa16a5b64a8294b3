using System.Xml;
using System.Xml.Linq;
using Microsoft.Build.Execution;

namespace MultiStage.Graph;

/// <summary>A word of a command that MSBuild reads in another way than it is written.</summary>
/// <param name="Item">The type of the item.</param>
/// <param name="Written">As the project says it.</param>
/// <param name="Read">As the item has it; null when it has none.</param>
internal sealed record ChangedItem(string Item, string Written, string? Read);

/// <summary>
/// Compares the identities of command words with the text of the project. MSBuild takes an identity for a path: a backslash
/// becomes a slash, outer blanks go, and what looks like a pattern for files is replaced by the files, or by nothing.
/// </summary>
internal static class ItemTexts
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "ContainerAppCommand", "ContainerAppCommandArgs", "ContainerDefaultArgs", "ContainerEntrypoint", "ContainerEntrypointArgs",
    };

    /// <param name="project">The published project.</param>
    /// <param name="isOwn">Tells whether a file is part of the repository: what a package says is not for the user to change.</param>
    public static IReadOnlyList<ChangedItem> Changed(EvaluatedProject project, Func<string, bool> isOwn)
    {
        // An outer evaluation has no framework, and so not what stands under a condition on it.
        var instance = project.Instances[^1];
        return [.. instance.ImportPaths.Where(isOwn).Prepend(project.FullPath).Distinct(StringComparer.Ordinal)
            .Where(File.Exists).SelectMany(Elements).SelectMany(element => Changed(element, instance)).Distinct()];
    }

    private static IEnumerable<XElement> Elements(string file)
    {
        var text = File.ReadAllText(file);
        // Most files say nothing of this, and are not worth to be parsed once more.
        if (!Words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)))
            return [];
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return [.. XDocument.Load(reader).Descendants()
            .Where(element =>
                Words.Contains(element.Name.LocalName) && element.Ancestors().All(above => above.Name.LocalName != "Target"))];
    }

    private static IEnumerable<ChangedItem> Changed(XElement element, ProjectInstance instance)
    {
        var include = element.Attribute("Include")?.Value ?? "";
        var hasValue = element.Attributes().Select(attribute => attribute.Name).Concat(element.Elements().Select(child => child.Name))
            .Any(name => name.LocalName.Equals("Value", StringComparison.OrdinalIgnoreCase));
        if (hasValue || include.Contains('@', StringComparison.Ordinal))
            yield break;
        var type = element.Name.LocalName;
        var read = instance.GetItems(type).Select(item => item.EvaluatedInclude).ToHashSet(StringComparer.Ordinal);
        // What is escaped is meant and kept. Blanks around the parts of a list only set them apart.
        var parts = Expanded(include, instance).Split(';');
        foreach (var part in parts.Select(part => parts.Length == 1 ? part : part.Trim())
            .Where(part => part.Length > 0 && !read.Contains(part)))
        {
            var changed = part.Trim().Replace('\\', '/');
            if (changed != part && read.Contains(changed))
                yield return new ChangedItem(type, part, changed);
            else if (part.AsSpan().IndexOfAny('*', '?') >= 0 && IsAlways(element))
                yield return new ChangedItem(type, part, null);
        }
    }

    // Escapes are undone when properties are put in; a sign that no project has keeps them apart until then.
    private static string Expanded(string text, ProjectInstance instance)
    {
        const char escape = '\uE000';
        var expanded = instance.ExpandString(text.Replace('%', escape)).Replace(escape, '%');
        return expanded.Contains('%', StringComparison.Ordinal) ? "" : expanded;
    }

    private static bool IsAlways(XElement element) => element.AncestorsAndSelf().All(one => one.Attribute("Condition") is null);
}
