using System.Globalization;
using System.Text;

namespace MultiStage.Benchmarks.Report;

/// <summary>docs/performance.md with its charts, from a snapshot.</summary>
internal static class Page
{
    private const string Against = "sample";

    private static readonly IReadOnlyDictionary<string, string> Meaning = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ours"] = "`dotnet publish -p:ContainerMultiStage=true` with Docker",
        ["grouped"] = "the same with `ContainerBuildStages=grouped`",
        ["sample"] = "`docker build` of a Dockerfile after the official samples",
        ["scaffold"] = "`docker build` of a Dockerfile as Visual Studio scaffolds it",
        ["embedded"] = "this package without an engine, to a registry",
        ["inbox"] = "`PublishContainer` of the .NET SDK, to a registry",
    };

    public static void Write(Snapshot snapshot, string source, string folder)
    {
        var figures = new Figures(snapshot);
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"# Performance");
        Line($"");
        Line($"Written by `benchmarks/rebuild.sh` from [{Path.GetFileName(source)}](../benchmarks/results/{Path.GetFileName(source)}).");
        Line($"Whole commands in wall seconds, medians, rivals in turn: {snapshot.Engine}, {snapshot.Cores} cores, {snapshot.Date[..10]}.");
        Line($"The images of all rivals {(snapshot.OutputsMatch ? "printed the same in every round" : "did NOT print the same in every round")}.");
        Line($"");
        foreach (var rival in figures.Rivals)
            Line($"- **{rival}**: {Meaning.GetValueOrDefault(rival, rival)}");
        foreach (var (solution, _) in figures.Solutions)
        {
            var rivals = figures.Rivals.Where(rival => figures.Scenarios.Any(scenario => figures.Median(solution, scenario, rival) is not null))
                .ToList();
            Line($"");
            Line($"## {solution} projects");
            Line($"");
            Line($"![Seconds of whole commands](performance/{solution}.svg)");
            Line($"");
            Line($"| | {string.Join(" | ", rivals)} |");
            Line($"|---|{string.Concat(Enumerable.Repeat("---|", rivals.Count))}");
            foreach (var scenario in figures.Scenarios)
                Line($"| {scenario} | {string.Join(" | ", rivals.Select(rival => Cell(figures, solution, scenario, rival)))} |");
            Directory.CreateDirectory(Path.Combine(folder, "performance"));
            File.WriteAllText(Path.Combine(folder, "performance", solution + ".svg"), Chart.Draw(figures, solution));
        }
        if (figures.Solutions.Count > 1)
        {
            Line($"");
            Line($"## How time grows with projects");
            Line($"");
            Line($"Exponent from {figures.Solutions[0].Name} to {figures.Solutions[^1].Name} projects: 0 is constant, 1 is linear.");
            Line($"");
            Line($"| | {string.Join(" | ", figures.Rivals)} |");
            Line($"|---|{string.Concat(Enumerable.Repeat("---|", figures.Rivals.Count))}");
            foreach (var scenario in figures.Scenarios)
                Line($"| {scenario} | {string.Join(" | ", figures.Rivals.Select(rival => Number(figures.Growth(scenario, rival), "0.00")))} |");
        }
        File.WriteAllText(Path.Combine(folder, "performance.md"), text.ToString());
    }

    // Seconds, and in brackets the ratio to the rival of the same run.
    private static string Cell(Figures figures, string solution, string scenario, string rival)
    {
        var seconds = figures.Median(solution, scenario, rival);
        var against = figures.Median(solution, scenario, rival is "embedded" ? "inbox" : Against);
        return seconds is null ? "" : rival is Against or "inbox" || against is null
            ? Number(seconds, "0.0")
            : $"{Number(seconds, "0.0")} ({Number(seconds / against, "0.00")})";
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
