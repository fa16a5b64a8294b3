using System.Globalization;

namespace MultiStage.Units;

/// <summary>What MSBuild keeps of units: one file each, named by the unit's place in the plan.</summary>
/// <param name="plan">All units.</param>
/// <param name="groups">Folders that earlier groups left.</param>
/// <param name="output">The folder for new files.</param>
internal sealed class UnitResults(UnitPlan plan, IReadOnlyList<string> groups, string output)
{
    private readonly Dictionary<int, string> files = groups.Select(group => Path.Combine(group, UnitFolders.Results))
        .Where(Directory.Exists).SelectMany(Directory.EnumerateFiles)
        .ToDictionary(file => int.Parse(Path.GetFileName(file), CultureInfo.InvariantCulture));

    /// <summary>The files of all that a unit refers to, directly or through others.</summary>
    public string[] Of(int index)
    {
        var found = new SortedSet<int>();
        var waiting = new Queue<int>([index]);
        while (waiting.TryDequeue(out var next))
            foreach (var reference in plan.Units[next].References.Concat(plan.Questions(next)).Where(found.Add))
                waiting.Enqueue(reference);
        found.Remove(index);
        return [.. found.Where(reference => plan.Units[reference].Targets.Count > 0).Select(File)];
    }

    /// <summary>The file that a unit will have.</summary>
    public string FileFor(int index)
    {
        Directory.CreateDirectory(output);
        return files[index] = Path.Combine(output, index.ToString(CultureInfo.InvariantCulture));
    }

    private string File(int index) => files.TryGetValue(index, out var file) ? file
        : throw new UnitException(UnitDiagnostics.UnitFailed, plan.Units[index].Project,
            $"Nothing is known of '{plan.Units[index].Project}', which was to be built before");
}
