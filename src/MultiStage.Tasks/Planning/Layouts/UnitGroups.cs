using System.Text;

namespace MultiStage.Planning.Layouts;

/// <summary>
/// Sorts the libraries of an app into groups. Projects whose longest way down is the same are a level; a group is some
/// levels in a row, or a part of a wide one. So no two groups need one another, and a new project moves few of the others:
/// where a group ends is told by the number of projects below, and by names.
/// </summary>
internal static class UnitGroups
{
    /// <param name="solution">The app and its libraries.</param>
    /// <returns>Every project but the app once.</returns>
    public static IReadOnlyList<UnitGroup> Of(SolutionModel solution)
    {
        var graph = solution.Graph;
        var libraries = graph.ProjectClosure([solution.Project]).Where(project => project != solution.Project).ToList();
        var closures = libraries.ToDictionary(
            project => project, project => graph.ProjectClosure([project]).Where(other => other != project).ToList());
        var levels = new Dictionary<ContextPath, int>();
        foreach (var project in libraries)
            levels[project] = closures[project].Select(other => levels[other] + 1).DefaultIfEmpty().Max();

        var size = Size(libraries.Count);
        var groups = new List<UnitGroup>();
        var numbers = new Dictionary<ContextPath, int>();
        var open = new List<ContextPath>();
        var below = 0;
        foreach (var level in libraries.GroupBy(project => levels[project]).OrderBy(level => level.Key))
        {
            var projects = level.Sorted();
            var parts = Parts(projects, size);
            if (parts.Count > 1)
                Close();
            foreach (var part in parts)
            {
                open.AddRange(part);
                if (parts.Count > 1)
                    Close();
            }
            if ((below + projects.Count) / size > below / size)
                Close();
            below += projects.Count;
        }
        Close();
        return groups;

        void Close()
        {
            if (open.Count == 0)
                return;
            var own = open.ToHashSet();
            foreach (var project in open)
                numbers[project] = groups.Count + 1;
            groups.Add(new UnitGroup(groups.Count + 1, [.. open],
                [.. open.SelectMany(project => closures[project]).Where(other => !own.Contains(other)).Select(other => numbers[other])
                    .Distinct().Order()]));
            open.Clear();
        }
    }

    // A group takes a second or two to start, and a unit in it a third of one: more projects, larger groups. The steps are
    // large, so that a project more hardly ever changes the size.
    private static int Size(int count) => count switch { < 64 => 10, < 128 => 16, < 512 => 24, _ => 48 };

    // A wide level is parted by names: by what a name is, not by where it stands in a list.
    private static List<IReadOnlyList<ContextPath>> Parts(IReadOnlyList<ContextPath> projects, int size)
    {
        var count = 1;
        while (projects.Count > 2 * size * count)
            count *= 2;
        return [.. projects.GroupBy(project => (int)(Hash(project.Text) % (uint)count)).OrderBy(part => part.Key)
            .Select(part => (IReadOnlyList<ContextPath>)[.. part])];
    }

    // FNV-1a: the same everywhere.
    private static uint Hash(string text) =>
        Encoding.UTF8.GetBytes(text).Aggregate(2166136261, (hash, part) => unchecked((hash ^ part) * 16777619));
}
