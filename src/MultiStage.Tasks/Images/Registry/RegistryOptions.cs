namespace MultiStage.Images;

/// <summary>How the registry client waits, retries and limits itself. Every wait has an end.</summary>
internal sealed record RegistryOptions
{
    /// <summary>Options that read this process's environment and the configuration of this machine's engines.</summary>
    public static RegistryOptions OfThisMachine => new()
    {
        Environment = System.Environment.GetEnvironmentVariable,
        SystemFolder = OperatingSystem.IsWindows()
            ? System.Environment.GetFolderPath(System.Environment.SpecialFolder.CommonApplicationData)
            : "/etc",
    };

    /// <summary>The longest time to get a connection, TLS included. Default 30 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest time from the end of a request to the head of its answer. Default 100 s: a registry hashes an upload before it answers.
    /// </summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The longest time in which a body may make no progress, in either direction. Default 60 s.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest time for one small exchange (manifest, token, check, tag) with all its retries. Default 5 min.</summary>
    public TimeSpan SmallOperationTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest time for one blob with all its retries. Default 2 h, as layers of gigabytes travel on slow lines.</summary>
    public TimeSpan BlobOperationTimeout { get; init; } = TimeSpan.FromHours(2);

    /// <summary>The longest time a credential helper may take. Default 60 s, as some ask the user.</summary>
    public TimeSpan CredentialHelperTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often an operation is tried in all. Default 5.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The wait before the second attempt; it doubles each time. Default 1 s.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between attempts, also when a registry asks for more with Retry-After. Default 60 s.</summary>
    public TimeSpan MaximumDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The part of a computed wait that is random, so that many builds do not come back at once. Default 0.5.</summary>
    public double Jitter { get; init; } = 0.5;

    /// <summary>Blobs on their way at the same time, per image. Default 4.</summary>
    public int Parallelism { get; init; } = 4;

    /// <summary>
    /// The size of an upload's pieces in bytes; null, the default, takes the environment's, or else sends a blob in one piece.
    /// </summary>
    public long? UploadPieceBytes { get; init; }

    /// <summary>The longest chain of redirects. Default 5.</summary>
    public int Redirects { get; init; } = 5;

    /// <summary>What a token service may answer in bytes. Default 1 MiB.</summary>
    public int TokenBytes { get; init; } = 1024 * 1024;

    /// <summary>How much of an error's body is read in bytes. Default 16 KiB.</summary>
    public int ErrorBytes { get; init; } = 16 * 1024;

    /// <summary>The limits of manifests, configurations and layers.</summary>
    public ImageLimits Limits { get; init; } = ImageLimits.Default;

    /// <summary>Environment variables; the default has none, so that nothing is read behind the caller's back.</summary>
    public Func<string, string?> Environment { get; init; } = _ => null;

    /// <summary>
    /// The folder with the machine's configuration of engines, <c>/etc</c> or <c>%ProgramData%</c>; null, the default, reads none.
    /// The user's own configuration is found with <see cref="Environment"/>.
    /// </summary>
    public string? SystemFolder { get; init; }

    /// <summary>The clock of waits between attempts and of token lifetimes. Timeouts of the network use real time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The source of jitter, from 0 to 1.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <summary>
    /// Registries that may use plain http or a certificate that cannot be checked, on top of those that the environment and engines name.
    /// </summary>
    public IReadOnlyCollection<string> InsecureRegistries { get; init; } = [];

    /// <summary>Gets a line per exchange and retry, free of secrets, for logs. The default drops it.</summary>
    public Action<string> Log { get; init; } = _ => { };
}
