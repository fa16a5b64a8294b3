namespace MultiStage.Planning.Options;

/// <summary>What the project says about the stage <c>debug</c>; as written, not yet validated.</summary>
internal sealed record DebugOptions
{
    /// <summary><c>ContainerDebugTool</c>.</summary>
    public IReadOnlyList<DebugToolOption> Tools { get; init; } = [];

    /// <summary><c>ContainerDebugStage</c>: whether the stage stands in the file; a boolean, or empty to find out.</summary>
    public string Stage { get; init; } = "";

    /// <summary><c>ContainerDebugBaseImage</c>; empty to infer.</summary>
    public string BaseImage { get; init; } = "";
}

/// <summary><c>ContainerDebugTool</c>: a .NET tool by the name of its package.</summary>
/// <param name="Version">A version or range; empty for the newest.</param>
/// <param name="IsDefault">Whether it comes with the package rather than from the project.</param>
internal sealed record DebugToolOption(string Name, string Version = "", bool IsDefault = false);
