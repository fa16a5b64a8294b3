namespace MultiStage.Rendering;

/// <summary>Which instructions and flags a generated file may use.</summary>
internal enum DockerfileDialect
{
    /// <summary>What Docker 20.10, Buildah 1.28, Podman 4.3 and their kin understand.</summary>
    Portable,

    /// <summary>Adds <c>COPY --link</c>: Dockerfile syntax 1.4, built into Docker 23 and later.</summary>
    Modern,
}
