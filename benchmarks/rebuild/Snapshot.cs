using System.Text.Json;

namespace MultiStage.Benchmarks;

/// <summary>One run as a file that is never changed again.</summary>
/// <param name="Commit">Of the package that was measured.</param>
/// <param name="Date">UTC, ISO 8601.</param>
/// <param name="Cores">Of the machine.</param>
/// <param name="Engine">Name and version.</param>
/// <param name="OutputsMatch">Whether the images of all rivals printed the same in every round.</param>
/// <param name="Measurements">All of them, in the order they were taken.</param>
internal sealed record Snapshot(
    string Commit, string Date, int Cores, string Engine, bool OutputsMatch, IReadOnlyList<Measurement> Measurements)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    public static Snapshot Read(string path) => JsonSerializer.Deserialize<Snapshot>(File.ReadAllText(path), Format)!;

    public static bool Match(IEnumerable<Measurement> measurements) => measurements.GroupBy(one => (one.Solution, one.Round))
        .All(round => round.Select(one => one.Output).Distinct(StringComparer.Ordinal).Count() == 1);

    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = new FileStream(path, FileMode.CreateNew);
        JsonSerializer.Serialize(file, this, Format);
        file.Write("\n"u8);
    }
}
