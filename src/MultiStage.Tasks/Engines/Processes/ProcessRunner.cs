using System.ComponentModel;
using System.Diagnostics;
using MultiStage.Diagnostics;

namespace MultiStage.Engines.Processes;

/// <summary>
/// Starts programs: arguments as a list, streams read while the program runs, and the whole process tree ended on cancellation.
/// </summary>
internal sealed class ProcessRunner(string program, IReadOnlyDictionary<string, string> environment) : IProcessRunner
{
    /// <inheritdoc/>
    public string Program => program;

    /// <inheritdoc/>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, Action<string> onOutput, Action<string> onError,
        CancellationToken cancellation)
    {
        using var process = Start(arguments);
        await using var stop = cancellation.Register(() => Kill(process)).ConfigureAwait(false);
        process.StandardInput.Close();
        var gate = new Lock();
        await Task.WhenAll(
            DrainAsync(process.StandardOutput, line => { lock (gate) onOutput(line); }),
            DrainAsync(process.StandardError, line => { lock (gate) onError(line); })).ConfigureAwait(false);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return process.ExitCode;
    }

    /// <inheritdoc/>
    public async Task<ProcessOutcome> FeedAsync(IReadOnlyList<string> arguments, Func<Stream, Task> write, CancellationToken cancellation)
    {
        using var process = Start(arguments);
        await using var stop = cancellation.Register(() => Kill(process)).ConfigureAwait(false);
        List<string> output = [], error = [];
        var draining = Task.WhenAll(DrainAsync(process.StandardOutput, output.Add), DrainAsync(process.StandardError, error.Add));
        try
        {
            await using var input = process.StandardInput.BaseStream;
            await write(input).ConfigureAwait(false);
        }
        catch
        {
            // Half an input must not look like a whole one.
            Kill(process);
            throw;
        }
        await draining.ConfigureAwait(false);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return new ProcessOutcome(process.ExitCode, string.Join('\n', output), string.Join('\n', error));
    }

    private Process Start(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new ContainerException(EngineDiagnostics.NotStarted, program, exception.Message);
        }
    }

    private static async Task DrainAsync(StreamReader reader, Action<string> onLine)
    {
        while (await reader.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
            onLine(line);
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself in the meantime.
        }
    }
}
