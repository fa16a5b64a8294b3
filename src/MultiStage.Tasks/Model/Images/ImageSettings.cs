using System.Text.Json.Serialization;

namespace MultiStage.Model;

/// <summary>
/// What an image says about the program in it: the one description that steps of the plan, engines and compose share.
/// A new setting is a value here, its line in <see cref="Then"/>, and its text in the writers.
/// </summary>
/// <remarks>Empty lists, and null, say nothing: what is below stays as it is.</remarks>
internal sealed record ImageSettings
{
    public static readonly ImageSettings None = new();

    /// <summary>Variables; of two with one name, the later one counts.</summary>
    public IReadOnlyList<NameValue> Environment { get; init => field = value ?? []; } = [];

    public IReadOnlyList<ImagePort> Ports { get; init => field = value ?? []; } = [];

    /// <summary>Folders whose content outlives a container.</summary>
    public IReadOnlyList<ImagePath> Volumes { get; init => field = value ?? []; } = [];

    /// <summary>The signal that asks the program to end: a name such as <c>SIGINT</c>, or a number.</summary>
    public string? StopSignal { get; init; }

    /// <summary>How to find out whether the program works.</summary>
    public Healthcheck? Healthcheck { get; init; }

    /// <summary>Labels; of two with one name, the later one counts.</summary>
    public IReadOnlyList<NameValue> Labels { get; init => field = value ?? []; } = [];

    /// <summary>The folder in which the program starts.</summary>
    public ImagePath? WorkingDirectory { get; init; }

    public ImageUser? User { get; init; }

    /// <summary>The program and its fixed arguments.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    /// <summary>The arguments that a user of the image may replace, or the program where there is no entrypoint.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>Whether nothing is said.</summary>
    [JsonIgnore]
    public bool IsEmpty =>
        Environment.Count == 0 && Ports.Count == 0 && Volumes.Count == 0 && Labels.Count == 0
        && this with { Environment = [], Ports = [], Volumes = [], Labels = [] } == None;

    /// <summary>These settings with others over them.</summary>
    public ImageSettings Then(ImageSettings later) => new()
    {
        Environment = LastOfEachName(Environment, later.Environment),
        Ports = [.. Ports.Union(later.Ports)],
        Volumes = [.. Volumes.Union(later.Volumes)],
        StopSignal = later.StopSignal ?? StopSignal,
        Healthcheck = later.Healthcheck ?? Healthcheck,
        Labels = LastOfEachName(Labels, later.Labels),
        WorkingDirectory = later.WorkingDirectory ?? WorkingDirectory,
        User = later.User ?? User,
        Entrypoint = later.Entrypoint ?? Entrypoint,
        // Another program does not get the default arguments of the one before.
        Arguments = later.Arguments ?? (later.Entrypoint is null ? Arguments : null),
    };

    // By name, because the order of variables and labels means nothing.
    private static IReadOnlyList<NameValue> LastOfEachName(IEnumerable<NameValue> earlier, IEnumerable<NameValue> later) =>
    [
        .. earlier.Concat(later).GroupBy(pair => pair.Name, StringComparer.Ordinal).Select(group => group.Last())
            .OrderBy(pair => pair.Name, StringComparer.Ordinal),
    ];
}

/// <summary>A port that the program listens on.</summary>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>.</param>
internal sealed record ImagePort(int Port, string Protocol)
{
    /// <summary>By number, then by protocol.</summary>
    public static IReadOnlyList<ImagePort> Sorted(IEnumerable<ImagePort> ports) =>
        [.. ports.Distinct().OrderBy(port => port.Port).ThenBy(port => port.Protocol, StringComparer.Ordinal)];
}

/// <summary>Whom the program runs as.</summary>
/// <param name="Name">User, uid or uid:gid; the fallback when <paramref name="Variable"/> is given and may be unset.</param>
/// <param name="Variable">An environment variable of the base that holds it; empty for none.</param>
internal sealed record ImageUser(string Name, string Variable = "");

/// <summary>
/// A check that an engine runs. OCI image-spec 1.1 config.md reserves the member for this use, so it is written in every format.
/// </summary>
/// <param name="Test">As in an image's configuration: <c>CMD</c> and words, <c>CMD-SHELL</c> and a line, or <c>NONE</c>.</param>
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
