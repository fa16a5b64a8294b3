using System.Globalization;

namespace MultiStage.EngineTests;

/// <summary>The most memory that MSBuild had at once.</summary>
internal static class PeakMemory
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Runs dotnet with one node, so that all tasks run in its own process; returns that process's high-water mark in bytes.
    /// </summary>
    public static async Task<long> OfDotNetAsync(Workspace workspace, string folder, IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string?> environment)
    {
        var file = workspace.Path("pid");
        File.Delete(file);
        var run = workspace.RunAsync(folder, "sh",
            ["-c", "echo $$ > \"$0.begun\" && mv \"$0.begun\" \"$0\"; exec dotnet \"$@\"", file, .. arguments, "-m:1"], environment);
        var peak = 0L;
        while (!run.IsCompleted)
        {
            if (File.Exists(file))
                peak = Math.Max(peak, HighWater(workspace.Read("pid").Trim()));
            await Task.WhenAny(run, Task.Delay(Interval));
        }
        (await run).Succeeded();
        return peak;
    }

    // The kernel keeps the mark; what is missed is what the process adds between the last look and its end.
    private static long HighWater(string process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status")
                .FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null
                ? 0
                : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
