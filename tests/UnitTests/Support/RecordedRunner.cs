using MultiStage.Engines.Processes;

namespace MultiStage.UnitTests.Support;

/// <summary>Plays what a program once printed, in place of the program.</summary>
internal sealed class RecordedRunner : IProcessRunner
{
    private readonly List<(string Start, int ExitCode, string Output, Action<IReadOnlyList<string>>? Before)> answers = [];

    public string Program => "docker";

    /// <summary>The arguments of each run.</summary>
    public List<IReadOnlyList<string>> Runs { get; } = [];

    /// <param name="start">The first arguments, with blanks between; what was added first is asked first.</param>
    /// <param name="output">What is printed.</param>
    /// <param name="exitCode">How it ends.</param>
    /// <param name="before">What it does with its arguments.</param>
    public RecordedRunner Answer(string start, string output, int exitCode = 0, Action<IReadOnlyList<string>>? before = null)
    {
        answers.Add((start, exitCode, output, before));
        return this;
    }

    public Task<int> RunAsync(IReadOnlyList<string> arguments, Action<string> onOutput, Action<string> onError,
        CancellationToken cancellation)
    {
        Runs.Add(arguments);
        var answer = answers.First(answer => string.Join(' ', arguments).StartsWith(answer.Start, StringComparison.Ordinal));
        answer.Before?.Invoke(arguments);
        foreach (var line in answer.Output.Split('\n'))
        {
            cancellation.ThrowIfCancellationRequested();
            onOutput(line);
        }
        return Task.FromResult(answer.ExitCode);
    }

    public Task<ProcessOutcome> FeedAsync(IReadOnlyList<string> arguments, Func<Stream, Task> write, CancellationToken cancellation) =>
        throw new NotSupportedException();
}
