namespace MultiStage.Images;

/// <summary>What an image's configuration gets on top of its base. Null leaves the base's value as it is.</summary>
internal sealed record ImageConfigChanges
{
    /// <summary>Variables to set; one that the base has keeps its place, new ones follow in ordinal order.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = Nothing;

    /// <summary>The program and its fixed arguments. Setting it drops the base's <c>Cmd</c>, which was meant for another program.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    /// <summary>The default arguments, or the program when there is no entrypoint.</summary>
    public IReadOnlyList<string>? Cmd { get; init; }

    /// <summary>User, uid, or user:group.</summary>
    public string? User { get; init; }

    /// <summary>The absolute folder in which the program starts.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Ports to add, as <c>8080/tcp</c>.</summary>
    public IReadOnlyCollection<string> ExposedPorts { get; init; } = [];

    /// <summary>Volume paths to add.</summary>
    public IReadOnlyCollection<string> Volumes { get; init; } = [];

    /// <summary>Labels to set over those of the base.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = Nothing;

    /// <summary>The signal that ends the program, for example <c>SIGTERM</c>.</summary>
    public string? StopSignal { get; init; }

    /// <summary>How an engine finds out that the program works.</summary>
    public Healthcheck? Healthcheck { get; init; }

    /// <summary>When the image was made; an input, so that equal inputs are equal images.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Who made the image.</summary>
    public string? Author { get; init; }

    private static readonly Dictionary<string, string> Nothing = [];
}

/// <summary>
/// A check that Docker runs. OCI image-spec 1.1 config.md reserves the member for this use, so it is written in both formats.
/// </summary>
/// <param name="Test">As Docker stores it: <c>["CMD", "curl", …]</c>, <c>["CMD-SHELL", "…"]</c> or <c>["NONE"]</c>.</param>
internal sealed record Healthcheck(IReadOnlyList<string> Test)
{
    /// <summary>Time between two checks; null is the engine's 30 s.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>Time after which a check has failed; null is the engine's 30 s.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Time in which failures do not count; null is 0.</summary>
    public TimeSpan? StartPeriod { get; init; }

    /// <summary>Failures in a row that make a container unhealthy; null is the engine's 3.</summary>
    public int? Retries { get; init; }
}

/// <summary>One line of an image's history (OCI image-spec 1.1 config.md "history").</summary>
/// <param name="CreatedBy">What made the layer.</param>
/// <param name="Comment">Free text; null for none.</param>
internal sealed record LayerHistory(string CreatedBy, string? Comment = null);
