using System.Diagnostics;
using System.Text;

namespace MultiStage.EngineTests;

/// <summary>A program that runs until a test ends it, and what it has printed.</summary>
internal sealed class BackgroundProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60), EndTime = TimeSpan.FromSeconds(20);

    private readonly StringBuilder output = new();
    private readonly Process process;

    public BackgroundProcess(string program, IReadOnlyList<string> arguments)
    {
        process =
            Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true,
                    RedirectStandardError = true })!;
        process.StandardInput.Close();
        process.OutputDataReceived += Add;
        process.ErrorDataReceived += Add;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    /// <summary>Waits until the program has printed the text.</summary>
    public async Task<string> WaitForOutputAsync(string text)
    {
        for (var deadline = DateTime.UtcNow + StartTime; DateTime.UtcNow < deadline && !process.HasExited; await Task.Delay(100))
            if (Output.Contains(text, StringComparison.Ordinal))
                return Output;
        throw new InvalidOperationException($"The program never said '{text}':\n" + Output);
    }

    /// <summary>Asks until the program answers; waits while it starts.</summary>
    public async Task<string> WhileRunningAsync(Func<Task<string>> ask)
    {
        for (var deadline = DateTime.UtcNow + StartTime; ; await Task.Delay(100))
            try
            {
                return await ask();
            }
            catch (HttpRequestException exception) when (exception.StatusCode is null && DateTime.UtcNow < deadline)
            {
                if (process.HasExited)
                    throw new InvalidOperationException("The program has ended:\n" + Output);
            }
    }

    // Asked first, so that it can end what it has started itself.
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await CommandLine.RunAsync("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)], "/");
        using var patience = new CancellationTokenSource(EndTime);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
        process.Dispose();
    }

    private void Add(object sender, DataReceivedEventArgs data)
    {
        lock (output)
            output.Append(data.Data).Append('\n');
    }
}
