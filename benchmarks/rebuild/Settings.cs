namespace MultiStage.Benchmarks;

/// <summary>What a run was asked for.</summary>
/// <param name="Sizes">Numbers of projects of the generated solutions.</param>
/// <param name="Rich">Whether they have Razor class libraries, several targets and generators.</param>
/// <param name="Runs">Rounds of each warm scenario.</param>
/// <param name="ColdRuns">Rounds of the cold ones, which take minutes.</param>
/// <param name="Rivals">Names of those that take part.</param>
/// <param name="Registry">Host and port of a registry for pushes and caches.</param>
/// <param name="Packages">Folder with the packed SDK.</param>
/// <param name="HostNetwork">Whether builders need the machine's network.</param>
/// <param name="Results">Folder for the snapshot.</param>
internal sealed record Settings(
    IReadOnlyList<int> Sizes,
    bool Rich,
    int Runs,
    int ColdRuns,
    IReadOnlyList<string> Rivals,
    string Registry,
    string Packages,
    bool HostNetwork,
    string Results)
{
    public static readonly string[] EngineRivals = ["ours", "grouped", "sample", "scaffold"];

    public static readonly string[] HostRivals = ["embedded", "inbox"];

    /// <summary>Reads `--name value` pairs.</summary>
    /// <exception cref="ArgumentException">An argument is not known.</exception>
    public static Settings Parse(IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["sizes"] = "10,41,160", ["rich"] = "false", ["runs"] = "3", ["cold-runs"] = "1",
            ["rivals"] = string.Join(',', [.. EngineRivals, .. HostRivals]), ["registry"] = "localhost:5000",
            ["packages"] = "artifacts/packages", ["host-network"] = "false", ["results"] = "benchmarks/results",
        };
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var name = arguments[i].TrimStart('-');
            if (!values.ContainsKey(name) || i + 1 == arguments.Count)
                throw new ArgumentException($"{arguments[i]} is not one of --{string.Join(" X, --", values.Keys)} X");
            values[name] = arguments[i + 1];
        }
        static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        return new Settings([.. values["sizes"].Split(',').Select(Number)], bool.Parse(values["rich"]), Number(values["runs"]),
            Number(values["cold-runs"]), values["rivals"].Split(','), values["registry"], Path.GetFullPath(values["packages"]),
            bool.Parse(values["host-network"]), Path.GetFullPath(values["results"]));
    }
}
