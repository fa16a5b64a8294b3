using System.Collections.Concurrent;
using MultiStage.Images;

namespace MultiStage.Engines.Embedded;

/// <summary>
/// What one build of the embedded engine looks up. It can begin before the build does: the base image is found in its
/// registry while the app is still being compiled.
/// </summary>
internal sealed class EmbeddedSession : IDisposable
{
    private static readonly TimeSpan LongestLookUp = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string From, Platform Platform), Task<BaseImage>> lookups = new();
    private readonly ConcurrentQueue<string> lines = new();
    private readonly CancellationTokenSource cancellation = new();
    private readonly BaseImages bases;
    private readonly HostPath projectFolder;
    private readonly Lazy<Task<DateTimeOffset>> time;
    private IReadOnlyList<Task<BaseImage>> begun = [];
    private Action<string>? log;

    /// <param name="projectFolder">Where relative paths start.</param>
    /// <param name="contextFolder">A folder of the repository.</param>
    public EmbeddedSession(HostPath projectFolder, HostPath contextFolder)
    {
        this.projectFolder = projectFolder;
        Store = new ContentStore(ContentStoreOptions.DefaultRoot(Environment.GetEnvironmentVariable));
        Client = new RegistryClient(RegistryOptions.OfThisMachine with { Log = Log });
        bases = new BaseImages(new ImageSource(Store, Client));
        time = new(() => ImageTime.ReadAsync(Environment.GetEnvironmentVariable, contextFolder, cancellation.Token));
    }

    public ContentStore Store { get; }

    public RegistryClient Client { get; }

    /// <summary>The archive that may be begun early; null for none.</summary>
    public ArchiveStart? Archive { get; private set; }

    /// <summary>Begins the look-ups. What they find, also an error, comes out when it is asked for.</summary>
    /// <param name="from">The base image.</param>
    /// <param name="platforms">What is published.</param>
    /// <param name="archive">The archive to deliver; null for none.</param>
    public void Begin(string from, IReadOnlyList<string> platforms, HostPath? archive)
    {
        begun = [.. platforms.Select(platform => Task.Run(() => BaseImageAsync(from, Platform.Parse(platform))))];
        _ = Task.Run(TimeAsync);
        if (archive is { } path)
            Archive = new ArchiveStart(path, () => BaseImageAsync(from, Platform.Parse(platforms[0])));
    }

    /// <summary>
    /// Tells that the base image cannot be had before the compiler runs for it. A registry that takes its time is not
    /// waited for: what it says comes later.
    /// </summary>
    public async Task FailEarlyAsync(CancellationToken stop)
    {
        var all = Task.WhenAll(begun);
        await Task.WhenAny(all, Task.Delay(LongestLookUp, stop)).ConfigureAwait(false);
        if (begun.FirstOrDefault(lookup => lookup.IsFaulted) is { } failed)
            await failed.ConfigureAwait(false);
    }

    public Task<BaseImage> BaseImageAsync(string from, Platform platform) =>
        lookups.GetOrAdd((from, platform), key => bases.ResolveAsync(key.From, key.Platform, projectFolder, cancellation.Token));

    public Task<DateTimeOffset> TimeAsync() => time.Value;

    /// <summary>Sends what was and will be logged to the receiver.</summary>
    public void LogTo(Action<string> receiver)
    {
        log = receiver;
        while (lines.TryDequeue(out var line))
            receiver(line);
    }

    public void Dispose()
    {
        cancellation.Cancel();
        Archive?.Dispose();
        bases.Dispose();
        Client.Dispose();
        cancellation.Dispose();
    }

    private void Log(string line)
    {
        if (log is { } receiver)
            receiver(line);
        else
            lines.Enqueue(line);
    }
}
