namespace MultiStage.Model;

/// <summary>A compose file as data: every list in the order of the file.</summary>
/// <param name="Name">The project name of compose: a part of the names of its containers and volumes.</param>
internal sealed record ComposeModel(string Name, IReadOnlyList<ComposeService> Services)
{
    /// <summary>Named volumes of all services.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    public IReadOnlyList<ComposeSecret> Secrets { get; init; } = [];
}

/// <summary>One service.</summary>
internal sealed record ComposeService(string Name, string Image, ComposeBuild Build)
{
    /// <summary>E.g. <c>linux/arm64</c>; empty for the engine's.</summary>
    public string Platform { get; init; } = "";

    /// <summary>Services that have a profile start only when it is asked for.</summary>
    public string Profile { get; init; } = "";

    /// <summary>In place of the image's command; empty for that.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    /// <summary>Services that must have ended well before this one starts.</summary>
    public IReadOnlyList<string> RunsAfter { get; init; } = [];

    public IReadOnlyList<ComposePort> Ports { get; init; } = [];
    public IReadOnlyList<ComposeMount> Mounts { get; init; } = [];

    /// <summary>What to rebuild the image for while <c>docker compose watch</c> runs.</summary>
    public IReadOnlyList<ComposeWatch> Watches { get; init; } = [];
}

/// <summary>How the image of a service is built.</summary>
/// <param name="Context">Seen from the compose file.</param>
/// <param name="Dockerfile">Seen from the context.</param>
internal sealed record ComposeBuild(string Context, string Dockerfile, string Target)
{
    public IReadOnlyList<NameValue> Arguments { get; init; } = [];
    public string Network { get; init; } = "";
    public IReadOnlyList<ComposeSecretUse> Secrets { get; init; } = [];
}

/// <summary>A published port. The user's variable goes before <paramref name="HostPort"/>.</summary>
internal sealed record ComposePort(string Variable, int HostPort, int Port, string Protocol);

/// <summary>A named volume at a folder of the container.</summary>
internal sealed record ComposeMount(string Volume, ImagePath Folder);

/// <summary>A file or folder, seen from the compose file, and the parts of it that do not count, seen from the folder.</summary>
internal sealed record ComposeWatch(string Path, IReadOnlyList<string> Ignored);

/// <summary>A secret of the file: from a file, seen from the compose file, or from a variable.</summary>
internal sealed record ComposeSecret(string Name, string FromFile, string FromVariable);

/// <summary>A secret of the file that a build sees under an id of its own.</summary>
internal sealed record ComposeSecretUse(string Name, string Id);
