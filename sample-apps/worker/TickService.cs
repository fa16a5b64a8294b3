namespace Worker;

internal sealed class TickService(TimeProvider time, ILogger<TickService> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private long ticks;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            logger.LogInformation("tick {Tick} at {Time:O}", ++ticks, time.GetUtcNow());
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        logger.LogInformation("stopped after {Ticks} ticks", ticks);
    }
}
