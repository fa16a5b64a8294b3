namespace MultiStage.Engines.Contract;

/// <summary>A place that the result of a target is delivered to.</summary>
internal abstract record Destination
{
    private Destination()
    {
    }

    /// <summary>The engine's own store, or that of another engine on this machine.</summary>
    public sealed record Store : Destination
    {
        /// <summary>The other engine, <c>docker</c> or <c>podman</c>, for one that keeps nothing; empty for any that is there.</summary>
        public string Program { get; init; } = "";

        /// <summary>The archive to write when nothing here keeps images; null for none.</summary>
        public HostPath? FallbackArchive { get; init; }
    }

    /// <summary>The registry that the names lead to.</summary>
    public sealed record Registry : Destination;

    /// <summary>A file.</summary>
    /// <param name="IsOci">Whether it is an OCI archive rather than one of Docker.</param>
    public sealed record Archive(HostPath Path, bool IsOci) : Destination;

    /// <summary>A folder with an OCI layout.</summary>
    public sealed record Layout(HostPath Path) : Destination;

    /// <summary>A folder that gets the files of the stage; no image is made.</summary>
    /// <param name="List">The file that keeps the list of what was delivered.</param>
    public sealed record Folder(HostPath Path, HostPath List) : Destination;
}
