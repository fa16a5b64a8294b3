namespace MultiStage.Engines.Processes;

/// <summary>Starts one program: arguments as a list, streams read while it runs.</summary>
internal interface IProcessRunner
{
    /// <summary>The program's name or path, for messages.</summary>
    string Program { get; }

    /// <summary>Runs the program; the two actions get its lines, one at a time, never at the same time.</summary>
    /// <returns>The exit code.</returns>
    Task<int> RunAsync(IReadOnlyList<string> arguments, Action<string> onOutput, Action<string> onError, CancellationToken cancellation);

    /// <summary>Runs the program, writes its input and collects what it prints.</summary>
    Task<ProcessOutcome> FeedAsync(IReadOnlyList<string> arguments, Func<Stream, Task> write, CancellationToken cancellation);
}

/// <summary>What a process left: its exit code and, where they were collected, its output streams.</summary>
internal sealed record ProcessOutcome(int ExitCode, string Output, string Error);

/// <summary>What follows from the interface.</summary>
internal static class ProcessRunnerExtensions
{
    /// <summary>Runs the program and collects what it prints.</summary>
    public static async Task<ProcessOutcome> CollectAsync(this IProcessRunner runner, IReadOnlyList<string> arguments,
        CancellationToken cancellation)
    {
        List<string> output = [], error = [];
        var exitCode = await runner.RunAsync(arguments, output.Add, error.Add, cancellation).ConfigureAwait(false);
        return new ProcessOutcome(exitCode, string.Join('\n', output), string.Join('\n', error));
    }
}
