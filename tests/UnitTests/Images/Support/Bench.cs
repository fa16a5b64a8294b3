using MultiStage.Diagnostics;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

/// <summary>
/// What most tests of this room need: a registry, a folder, a cache, a clock and a client; and one way to look at errors.
/// </summary>
internal sealed class Bench : IDisposable
{
    private readonly Dictionary<string, string> environment = [];
    private RegistryClient? client;
    private ContentStore? store;

    public FakeRegistry Registry { get; } = new();

    public TempFolder Folder { get; } = new();

    public InstantClock Clock { get; } = new();

    public List<string> LogLines { get; } = [];

    public RegistryOptions Options { get; set; }

    public ICredentialHelper? Helper { get; set; }

    public Bench()
    {
        Options = new RegistryOptions
        {
            Clock = Clock,
            Environment = name => environment.GetValueOrDefault(name),
            Random = () => 0,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            ResponseTimeout = TimeSpan.FromSeconds(5),
            IdleTimeout = TimeSpan.FromSeconds(5),
            SmallOperationTimeout = TimeSpan.FromSeconds(20),
            BlobOperationTimeout = TimeSpan.FromSeconds(20),
            Log = line =>
            {
                lock (LogLines)
                    LogLines.Add(line);
            },
        };
    }

    public RegistryClient Client => client ??= new RegistryClient(Options, Helper);

    public ContentStore Store => store ??= new ContentStore(Folder["cache"]);

    public ImageSource Source => new(Store, Client);

    public void SetEnvironment(string name, string value) => environment[name] = value;

    public void LogIn(string user, string password)
    {
        SetEnvironment("DOTNET_CONTAINER_REGISTRY_UNAME", user);
        SetEnvironment("DOTNET_CONTAINER_REGISTRY_PWORD", password);
    }

    public ImageReference Reference(string rest) => WholeReference.Parse(Registry.Host + "/" + rest);

    public Task<BaseImage> ResolveAsync(string rest, Platform? platform = null) =>
        Source.ResolveAsync(new BaseImageLocation.Registry(Reference(rest)), platform ?? Platform.LinuxAmd64,
            TestContext.Current.CancellationToken);

    public void Dispose()
    {
        client?.Dispose();
        Registry.Dispose();
        Folder.Dispose();
    }
}

internal static class Errors
{
    /// <summary>Runs and expects one coded error, soon.</summary>
    public static async Task<ImageException> ThrowsAsync(DiagnosticDescriptor error, Func<Task> work, double seconds = 15)
    {
        var exception = await Assert.ThrowsAsync<ImageException>(() => work().WaitAsync(TimeSpan.FromSeconds(seconds)));
        Assert.Equal(error, exception.Descriptor);
        return exception;
    }

    public static ImageException Throws(DiagnosticDescriptor error, Action work)
    {
        var exception = Assert.Throws<ImageException>(work);
        Assert.Equal(error, exception.Descriptor);
        return exception;
    }

    public static async Task<byte[]> ReadAllAsync(this Blob blob)
    {
        await using var stream = await blob.OpenAsync(TestContext.Current.CancellationToken);
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, TestContext.Current.CancellationToken);
        return memory.ToArray();
    }
}
