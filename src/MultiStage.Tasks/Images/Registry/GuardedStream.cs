namespace MultiStage.Images;

/// <summary>The body of an answer: each piece must come in time, and a broken connection is a failure that may pass.</summary>
internal sealed class GuardedStream(Stream inner, Watchdog watchdog, TimeSpan idle) : ReadOnlyStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        watchdog.Expect("data", idle);
        try
        {
            var read = await inner.ReadAsync(buffer, watchdog.Token).ConfigureAwait(false);
            watchdog.Rest();
            return read;
        }
        catch (Exception e) when (watchdog.Expired && e is (OperationCanceledException or IOException or ObjectDisposedException))
        {
            throw watchdog.Failure(e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new TransientFailure("the connection broke while data came", cause: e);
        }
    }

    public override int Read(Span<byte> buffer) => throw new NotSupportedException("Bodies are read asynchronously.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
