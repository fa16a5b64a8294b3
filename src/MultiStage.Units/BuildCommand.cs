using System.Diagnostics;

namespace MultiStage.Units;

/// <summary>Builds the units of some projects from their sources and from what earlier groups left.</summary>
internal static class BuildCommand
{
    public static int Run(Arguments arguments, UnitPlan plan)
    {
        var clock = Stopwatch.StartNew();
        var units = UnitsOf(arguments.Projects, plan);
        var groups = ReferencedGroups(arguments.References);
        var isApp = arguments.Command == Arguments.Publish;
        // Where publish works on the outputs of libraries, it gets them.
        var real = isApp ? StandIns.RealFiles(arguments.Outputs) : [];
        foreach (var group in groups)
            FileTree.Copy(Path.Combine(group, UnitFolders.Tree), plan.Root, real.Count == 0 ? null
                : file => real.GetValueOrDefault(FileTree.Digest(file)));
        FileTree.Copy(arguments.Sources, plan.Root, keepsExisting: true);
        Say("laid out", clock, arguments);

        var read = Path.Combine(arguments.Output, UnitFolders.Read);
        var results = new UnitResults(plan, groups, Path.Combine(read, UnitFolders.Results));
        using var session = new UnitSession(plan, results, PropertyList.Parse(arguments.Properties));
        var layout = isApp ? null : new OutputLayout(plan, read, Path.Combine(arguments.Output, UnitFolders.Shipped), groups);
        foreach (var index in units)
        {
            if (session.Build(index) is not { } built)
                return 1;
            layout?.Add(plan.Units[index], built);
            Say(plan.Units[index].Project, clock, arguments);
        }
        return 0;
    }

    private static IReadOnlyList<int> UnitsOf(IReadOnlyList<string> projects, UnitPlan plan)
    {
        foreach (var project in projects)
            if (!plan.Units.Any(unit => unit.Project == project))
                throw new UnitException(UnitDiagnostics.UnitFailed, project, $"The graph in the builder has no project '{project}'");
        return [.. Enumerable.Range(0, plan.Units.Count).Where(index =>
            plan.Units[index].Targets.Count > 0 && projects.Contains(plan.Units[index].Project, StringComparer.Ordinal))];
    }

    // In a fixed order, which is one of numbers: MSBuild reads the caches one after the other.
    private static IReadOnlyList<string> ReferencedGroups(string folder) =>
        Directory.Exists(folder) ? [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal)] : [];

    private static void Say(string what, Stopwatch clock, Arguments arguments)
    {
        if (arguments.ShowsTimes)
            Console.WriteLine($"{clock.ElapsedMilliseconds,6} ms {what}");
    }
}
