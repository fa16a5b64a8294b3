using Microsoft.Build.Execution;

namespace MultiStage.Units;

/// <summary>
/// Lays out what a group leaves: a tree with all that dependents read, at the places where they look for it, and the real
/// files behind those that stand in for them, each under the digest of its stand-in.
/// </summary>
internal sealed class OutputLayout
{
    private readonly UnitPlan plan;
    private readonly string tree;
    private readonly string real;

    // Files that are not to be seen by dependents, by digest, with the file in their place.
    private readonly Dictionary<string, string> standIns = new(StringComparer.Ordinal);

    // Stand-ins of other groups: their dependents have them from there.
    private readonly HashSet<string> foreign;

    public OutputLayout(UnitPlan plan, string read, string shipped, IReadOnlyList<string> groups)
    {
        this.plan = plan;
        tree = Path.Combine(read, UnitFolders.Tree);
        real = shipped;
        Directory.CreateDirectory(tree);
        Directory.CreateDirectory(real);
        foreign = groups.Select(group => Path.Combine(group, StandIns.ListName)).Where(File.Exists)
            .SelectMany(File.ReadAllLines).ToHashSet(StringComparer.Ordinal);
        List = Path.Combine(read, StandIns.ListName);
        File.WriteAllText(List, "");
    }

    private string List { get; }

    public void Add(Unit unit, BuildResult result)
    {
        var project = result.ProjectStateAfterBuild
            ?? throw new UnitException(UnitDiagnostics.UnitFailed, unit.Project, "MSBuild does not tell what it has built");
        var outputs = new UnitOutputs(project);
        if (plan.UsesStandIns && unit.HasStandIn && File.Exists(outputs.Target) && File.Exists(outputs.ReferenceAssembly))
            Replace(outputs);
        foreach (var file in outputs.Files.Concat(Named(result)).Distinct(StringComparer.Ordinal).Where(IsBelowRoot))
            Place(file, isWanted: plan.HasHiddenReferences || outputs.IsOwn(file));
    }

    private void Replace(UnitOutputs outputs)
    {
        foreach (var file in outputs.Replaceable)
        {
            var relative = Path.GetRelativePath(plan.Root, file).Replace('\\', '/');
            var content = file == outputs.Target ? StandIns.Assembly(file, relative) : StandIns.Text(relative);
            var place = Path.Combine(tree, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.WriteAllBytes(place, content);
            var digest = FileTree.Digest(place);
            FileTree.CopyFile(file, Path.Combine(real, digest));
            standIns[FileTree.Digest(file)] = place;
            File.AppendAllText(List, digest + "\n");
        }
    }

    private void Place(string file, bool isWanted)
    {
        var place = Path.Combine(tree, Path.GetRelativePath(plan.Root, file));
        if (File.Exists(place))
            return;
        var digest = FileTree.Digest(file);
        var standIn = standIns.GetValueOrDefault(digest);
        // A copy of what another project made: whoever needs it has it from there.
        if (!isWanted && (standIn is not null || foreign.Contains(digest)))
            return;
        FileTree.CopyFile(file, place, standIn);
    }

    // Whatever the answers to dependents name, they may read.
    private static IEnumerable<string> Named(BuildResult result) =>
        result.ResultsByTarget.Values.SelectMany(target => target.Items)
            .SelectMany(item => item.CloneCustomMetadata().Values.Cast<string>().Append(item.ItemSpec))
            .Where(text => text.Length > 1 && Path.IsPathRooted(text)).Distinct(StringComparer.Ordinal)
            .Select(Path.GetFullPath).Where(path => !IsProject(path) && File.Exists(path));

    private static bool IsProject(string path) => path.EndsWith("proj", StringComparison.OrdinalIgnoreCase);

    private bool IsBelowRoot(string file) => file.StartsWith(plan.Root + "/", StringComparison.Ordinal);
}
