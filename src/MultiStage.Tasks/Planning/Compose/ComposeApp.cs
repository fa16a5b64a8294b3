namespace MultiStage.Planning.Compose;

/// <summary>One containerized project, as far as a compose file speaks of it. Paths are relative and '/'-separated.</summary>
internal sealed record ComposeApp
{
    /// <summary>Name of the project file without extension.</summary>
    public required string Project { get; init; }

    /// <summary><c>ContainerComposeService</c>; empty to name the service after the project.</summary>
    public string Service { get; init; } = "";

    public required BuildPlan Plan { get; init; }

    /// <summary>The build context, seen from the compose file; <c>.</c> for its folder.</summary>
    public required string Context { get; init; }

    /// <summary>The Dockerfile, seen from the context.</summary>
    public required string Dockerfile { get; init; }

    /// <summary><c>ContainerRegistry</c>, <c>ContainerRepository</c> and the first tag.</summary>
    public string Registry { get; init; } = "";

    /// <inheritdoc cref="Registry"/>
    public required string Repository { get; init; }

    /// <inheritdoc cref="Registry"/>
    public required string Tag { get; init; }

    /// <summary><c>ContainerBuildNetwork</c>.</summary>
    public string Network { get; init; } = "";

    /// <summary>The runtime identifier that the project publishes for; empty for the engine's platform.</summary>
    public string RuntimeIdentifier { get; init; } = "";

    /// <summary>Build arguments that the Dockerfile cannot hold itself.</summary>
    public IReadOnlyList<NameValue> BuildArguments { get; init; } = [];

    public IReadOnlyList<ComposeSecretSource> Secrets { get; init; } = [];

    /// <summary>Ports of this machine that <c>ContainerPort</c> items ask for.</summary>
    public IReadOnlyList<HostPortOption> HostPorts { get; init; } = [];
}

/// <summary>A <c>ContainerBuildSecret</c>: from a file, seen from the compose file, or from a variable.</summary>
internal sealed record ComposeSecretSource(string Id, string FromFile, string FromVariable);

/// <summary><c>ContainerPort</c> with its metadata <c>HostPort</c>: a number, <c>none</c>, or empty for a free one.</summary>
internal sealed record HostPortOption(string Port, string Type, string HostPort);
