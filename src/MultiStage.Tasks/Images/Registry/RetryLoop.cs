using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>A failure that may pass. It never leaves the registry client.</summary>
/// <param name="timedOut">Whether time ran out, which has its own code.</param>
/// <param name="reason">What happened, free of secrets.</param>
/// <param name="retryAfter">How long the registry asks to wait.</param>
/// <param name="unreachable">Whether the registry was never reached, which has its own code.</param>
/// <param name="cause">The exception below.</param>
internal sealed class TransientFailure(string reason, bool timedOut = false, TimeSpan? retryAfter = null, bool unreachable = false,
    Exception? cause = null)
    : Exception(reason, cause)
{
    public bool TimedOut { get; } = timedOut;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    public bool Unreachable { get; } = unreachable;

    /// <summary>The most attempts that make sense for this failure.</summary>
    public int Attempts { get; init; } = int.MaxValue;

    /// <summary>The error to report in place of the general one.</summary>
    public ImageException? Final { get; init; }
}

/// <summary>Tries an operation again while its failures may pass: exponential waits with jitter, bounded in number and time.</summary>
internal sealed class RetryLoop(RegistryOptions options)
{
    /// <param name="registry">The registry, for messages.</param>
    /// <param name="what">What is asked for, as "pull x" or "push y".</param>
    /// <param name="overall">The longest time for everything.</param>
    /// <param name="attempt">One try.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<T> RunAsync<T>(string registry, string what, TimeSpan overall, Func<CancellationToken, Task<T>> attempt,
        CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(overall);
        TransientFailure? last = null;
        var number = 0;
        try
        {
            while (true)
            {
                number++;
                try
                {
                    return await attempt(deadline.Token).ConfigureAwait(false);
                }
                catch (TransientFailure failure)
                {
                    last = failure;
                    if (number >= Math.Min(options.Attempts, failure.Attempts))
                        throw Final(registry, what, failure, number);
                    var delay = Delay(number, failure.RetryAfter);
                    options.Log(FormattableString.Invariant($"{registry}: {what}: {failure.Message}; again in {delay.TotalSeconds:0.0} s"));
                    await Task.Delay(delay, options.Clock, deadline.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && deadline.IsCancellationRequested)
        {
            var reason = FormattableString.Invariant($"the whole operation may take {overall.TotalSeconds:0.###} s")
                + (last is null ? "" : ", the last failure was: " + last.Message);
            throw new ImageException(ImageDiagnostics.RegistryTimeout, registry, what, reason, number);
        }
    }

    /// <summary>The wait after a failed attempt.</summary>
    public TimeSpan Delay(int failedAttempts, TimeSpan? retryAfter)
    {
        var exponential = options.FirstDelay * Math.Pow(2, Math.Min(failedAttempts - 1, 20));
        var bounded = exponential < options.MaximumDelay ? exponential : options.MaximumDelay;
        // Downwards only, so that the maximum stays one.
        var jittered = bounded * (1 - (options.Jitter * options.Random()));
        if (retryAfter is not { } asked || asked < jittered)
            return jittered;
        return asked < options.MaximumDelay ? asked : options.MaximumDelay;
    }

    private static ImageException Final(string registry, string what, TransientFailure failure, int attempts) =>
        failure.Final
        ?? (failure.Unreachable ? new ImageException(ImageDiagnostics.RegistryUnreachable, failure, registry, what, failure.Message)
        : failure.TimedOut ? new ImageException(ImageDiagnostics.RegistryTimeout, failure, registry, what, failure.Message, attempts)
        : new ImageException(ImageDiagnostics.RegistryFailed, failure, registry, what, failure.Message, attempts));
}
