namespace MultiStage.Images;

/// <summary>A timer that work keeps away by making progress; when it fires, the work's token is cancelled.</summary>
internal sealed class Watchdog : IDisposable
{
    private readonly CancellationTokenSource source;
    private string waitingFor = "";
    private TimeSpan patience;

    public Watchdog(CancellationToken outer)
    {
        Outer = outer;
        source = CancellationTokenSource.CreateLinkedTokenSource(outer);
    }

    /// <summary>The token without this timer.</summary>
    public CancellationToken Outer { get; }

    public CancellationToken Token => source.Token;

    /// <summary>Starts the wait anew.</summary>
    public void Expect(string what, TimeSpan time)
    {
        (waitingFor, patience) = (what, time);
        if (!source.IsCancellationRequested)
            source.CancelAfter(time);
    }

    /// <summary>Stops the wait: what follows is not the network's work.</summary>
    public void Rest()
    {
        if (!source.IsCancellationRequested)
            source.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether a cancellation is this timer's and not the caller's.</summary>
    public bool Expired => source.IsCancellationRequested && !Outer.IsCancellationRequested;

    public TransientFailure Failure(Exception cause) =>
        new(FormattableString.Invariant($"no {waitingFor} within {patience.TotalSeconds:0.###} s"), timedOut: true, cause: cause);

    public void Dispose() => source.Dispose();
}
