namespace MultiStage.Images;

/// <summary>Brings entries into the one order and form that a layer has, whatever order they come in.</summary>
internal static class LayerListing
{
    /// <summary>Normal paths, ordinal order, parents added, hard links after their file.</summary>
    /// <exception cref="ImageException">MST4301 for entries that contradict each other.</exception>
    public static IReadOnlyList<LayerEntry> Arrange(IEnumerable<LayerEntry> entries, LayerOptions options)
    {
        var byPath = new SortedDictionary<string, LayerEntry>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var normal = Check(entry with { Path = LayerPath.Normalize(entry.Path) });
            // The same directory twice is no contradiction, two callers may each bring it.
            if (!byPath.TryAdd(normal.Path, normal) && byPath[normal.Path] != normal)
                throw LayerPath.Invalid(normal.Path, "two different entries have this path");
        }
        foreach (var path in byPath.Keys.ToList())
            AddParents(byPath, path, options);
        MoveContentFirst(byPath);
        return [.. byPath.Values];
    }

    private static LayerEntry Check(LayerEntry entry)
    {
        if (((int)entry.Mode & ~0xFFF) != 0 || entry.UserId < 0 || entry.GroupId < 0)
            throw LayerPath.Invalid(entry.Path, "its mode or owner is not possible");
        switch (entry.Kind)
        {
            case LayerEntryKind.File when entry.SourcePath is null == entry.Content is null:
                throw LayerPath.Invalid(entry.Path, "a file needs either a source or a content");
            case LayerEntryKind.SymbolicLink or LayerEntryKind.HardLink when string.IsNullOrEmpty(entry.LinkTarget)
                || entry.LinkTarget.Contains('\0', StringComparison.Ordinal):
                throw LayerPath.Invalid(entry.Path, "a link needs a target");
            case LayerEntryKind.HardLink:
                return entry with { LinkTarget = LayerPath.Normalize(entry.LinkTarget) };
            default:
                return entry;
        }
    }

    private static void AddParents(SortedDictionary<string, LayerEntry> byPath, string path, LayerOptions options)
    {
        foreach (var parent in LayerPath.Parents(path))
        {
            if (byPath.TryGetValue(parent, out var existing))
            {
                if (existing.Kind != LayerEntryKind.Directory)
                    throw LayerPath.Invalid(path, $"'{Printable.Of(parent)}' is not a directory in this layer");
            }
            else if (options.ParentDirectories && !LayerPath.IsStandardDirectory(parent))
            {
                byPath.Add(parent, LayerEntry.Directory(parent));
            }
        }
    }

    // Unpacking goes from top to bottom, so the first name of a file must be the one with the bytes.
    private static void MoveContentFirst(SortedDictionary<string, LayerEntry> byPath)
    {
        var groups = byPath.Values.Where(entry => entry.Kind == LayerEntryKind.HardLink)
            .Select(link => (Link: link.Path, File: Resolve(byPath, link)))
            .GroupBy(pair => pair.File.Path, StringComparer.Ordinal)
            .ToList();
        foreach (var group in groups)
        {
            var file = group.First().File;
            var names = group.Select(pair => pair.Link).Append(file.Path).Order(StringComparer.Ordinal).ToList();
            byPath[names[0]] = file with { Path = names[0] };
            foreach (var name in names.Skip(1))
                byPath[name] = LayerEntry.HardLink(name, names[0]) with { Mode = file.Mode, UserId = file.UserId, GroupId = file.GroupId };
        }
    }

    private static LayerEntry Resolve(SortedDictionary<string, LayerEntry> byPath, LayerEntry link)
    {
        var current = link;
        for (var hops = 0; current.Kind == LayerEntryKind.HardLink; hops++)
        {
            if (hops > byPath.Count || !byPath.TryGetValue(current.LinkTarget!, out var next))
                throw LayerPath.Invalid(link.Path, $"its target '{Printable.Of(link.LinkTarget)}' is not a file of this layer");
            current = next;
        }
        return current.Kind == LayerEntryKind.File ? current : throw LayerPath.Invalid(link.Path, "a hard link can only name a file");
    }
}
