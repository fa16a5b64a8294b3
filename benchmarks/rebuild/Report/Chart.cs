using System.Globalization;
using System.Text;

namespace MultiStage.Benchmarks.Report;

/// <summary>Bars of one solution as SVG: a group for each scenario, a bar for each rival.</summary>
internal static class Chart
{
    private const int Left = 300;
    private const int Bar = 14;
    private const int Width = 900;
    private static readonly string[] Colors = ["#2f6fde", "#7a4fd0", "#d98324", "#8a8f98", "#1f9d6b", "#c2456b"];

    public static string Draw(Figures figures, string solution)
    {
        var rows = figures.Scenarios
            .Select(scenario => (Scenario: scenario, Bars: figures.Rivals
                .Select((rival, color) => (Rival: rival, Color: Colors[color % Colors.Length], Seconds: figures.Median(solution, scenario, rival)))
                .Where(bar => bar.Seconds is not null).ToList()))
            .Where(row => row.Bars.Count > 0).ToList();
        var longest = rows.SelectMany(row => row.Bars).Max(bar => bar.Seconds!.Value);
        var text = new StringBuilder();
        var y = 34;
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        foreach (var (scenario, bars) in rows)
        {
            Line($"""<text x="{Left - 10}" y="{y + (Bar + 2) * bars.Count / 2 + 4}" text-anchor="end">{scenario}</text>""");
            foreach (var (rival, color, seconds) in bars)
            {
                var length = Math.Max(1, seconds!.Value / longest * (Width - Left - 150));
                Line($"""<rect x="{Left}" y="{y}" width="{length:0.#}" height="{Bar}" fill="{color}"/>""");
                Line($"""<text x="{Left + length + 6:0.#}" y="{y + 11}" class="value">{seconds:0.0} s {rival}</text>""");
                y += Bar + 2;
            }
            y += 12;
        }
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {y}" font-family="sans-serif" font-size="13" role="img">
            <title>Seconds of whole commands, {solution} projects</title>
            <style>text{"{fill:#24292f}.value{font-size:11px;fill:#57606a}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.value{fill:#9da7b3}}"}</style>
            <text x="{Left}" y="18" font-weight="bold">{solution} projects: seconds, shorter is better</text>
            {text}</svg>

            """.ReplaceLineEndings("\n");
    }
}
