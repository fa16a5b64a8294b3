namespace MultiStage.Benchmarks.Report;

/// <summary>Medians and what follows from them.</summary>
internal sealed class Figures(Snapshot snapshot)
{
    public IReadOnlyList<(string Name, int Projects)> Solutions =>
        [.. snapshot.Measurements.Select(one => (one.Solution, one.Projects)).Distinct().OrderBy(one => one.Projects)];

    public IReadOnlyList<string> Scenarios => [.. snapshot.Measurements.Select(one => one.Scenario).Distinct()];

    public IReadOnlyList<string> Rivals => [.. snapshot.Measurements.Select(one => one.Rival).Distinct()];

    public double? Median(string solution, string scenario, string rival)
    {
        var sorted = snapshot.Measurements.Where(one => one.Solution == solution && one.Scenario == scenario && one.Rival == rival)
            .Select(one => one.Seconds).Order().ToList();
        return sorted.Count == 0 ? null : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>Exponent by which time grows with projects, from the smallest to the largest solution: 0 is constant, 1 linear.</summary>
    public double? Growth(string scenario, string rival)
    {
        if (Solutions.Count < 2)
            return null;
        var (small, large) = (Solutions[0], Solutions[^1]);
        return Median(small.Name, scenario, rival) is { } first && Median(large.Name, scenario, rival) is { } last
            ? Math.Log(last / first) / Math.Log((double)large.Projects / small.Projects)
            : null;
    }
}
