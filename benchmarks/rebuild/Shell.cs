using System.Diagnostics;
using MultiStage.Benchmarks.Rivals;

namespace MultiStage.Benchmarks;

/// <summary>Runs commands, with the environment that users have.</summary>
internal static class Shell
{
    /// <summary>Where unpacked packages and caches of the run lie.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; set; } = new Dictionary<string, string>();

    /// <summary>Wall seconds of a command that must succeed.</summary>
    public static double Time(Command command)
    {
        var clock = Stopwatch.StartNew();
        Run(command);
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>Standard output of a command that must succeed.</summary>
    /// <exception cref="InvalidOperationException">It did not.</exception>
    public static string Run(Command command)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            WorkingDirectory = command.Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // An environment for tests may have them off; no user has.
        start.Environment.Remove("UseSharedCompilation");
        start.Environment.Remove("MSBUILDDISABLENODEREUSE");
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{command.Program} {string.Join(' ', command.Arguments)}\n{output}\n{errors.Result}");
    }

    /// <summary>Prints of an image on the engine.</summary>
    public static string Docker(string image, params string[] arguments) =>
        Run(new Command("docker", ["run", "--rm", "--network", "host", image, .. arguments], System.Environment.CurrentDirectory)).Trim();

    /// <summary>Prints of an image in a registry.</summary>
    public static string PulledDocker(string image, params string[] arguments)
    {
        Run(new Command("docker", ["pull", "--quiet", image], System.Environment.CurrentDirectory));
        return Docker(image, arguments);
    }

    /// <summary>Empties the engine's build cache, so that the next build is the first one.</summary>
    public static void PruneBuilder() =>
        Run(new Command("docker", ["builder", "prune", "--all", "--force"], System.Environment.CurrentDirectory));
}
