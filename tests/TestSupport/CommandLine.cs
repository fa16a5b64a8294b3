using System.Diagnostics;
using System.Text;

namespace MultiStage.TestSupport;

/// <summary>What a program printed (both streams in one text) and its exit code.</summary>
public sealed record CommandResult(string Command, int ExitCode, string Output)
{
    /// <summary>
    /// What is meant for programs to read: one stream alone. In <see cref="Output"/>, a line of the other may stand anywhere.
    /// </summary>
    public string StandardOutput { get; init; } = "";

    /// <summary>The same result, or an exception with the whole output.</summary>
    public CommandResult Succeeded() =>
        ExitCode == 0 ? this : throw new InvalidOperationException($"{Command}\nended with {ExitCode}:\n{Output}");

    /// <summary>The same result, or an exception when the program succeeded.</summary>
    public CommandResult Failed() =>
        ExitCode != 0 ? this : throw new InvalidOperationException($"{Command}\nsucceeded and should not:\n{Output}");
}

/// <summary>Runs programs for tests.</summary>
public static class CommandLine
{
    /// <param name="environment">Variables on top of the test's own; null removes one.</param>
    public static async Task<CommandResult> RunAsync(
        string program, IReadOnlyList<string> arguments, string folder, IReadOnlyDictionary<string, string?>? environment = null,
        CancellationToken cancellation = default)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment.Remove(name);
            if (value is not null)
                start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = new StringBuilder();
        var standardOutput = new StringBuilder();
        void Add(string? line, bool isError)
        {
            if (line is null)
                return;
            lock (output)
            {
                output.Append(line).Append('\n');
                if (!isError)
                    standardOutput.Append(line).Append('\n');
            }
        }
        process.OutputDataReceived += (_, data) => Add(data.Data, isError: false);
        process.ErrorDataReceived += (_, data) => Add(data.Data, isError: true);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await using var kill = cancellation.Register(() => process.Kill(entireProcessTree: true));
        await process.WaitForExitAsync(CancellationToken.None);
        lock (output)
            return new CommandResult($"{program} {string.Join(' ', arguments)}", process.ExitCode,
                output.ToString()) { StandardOutput = standardOutput.ToString() };
    }
}
