namespace MultiStage.Model;

/// <summary>What engines and registries call a platform: <c>linux/amd64</c>; OCI image-spec 1.1 image-index.md.</summary>
internal static class PlatformName
{
    /// <summary>The platform of a runtime identifier, e.g. <c>linux/arm64</c> for <c>linux-musl-arm64</c>.</summary>
    public static string Of(string runtimeIdentifier)
    {
        var architecture = runtimeIdentifier[(runtimeIdentifier.LastIndexOf('-') + 1)..];
        return "linux/" + architecture switch { "x64" => "amd64", "x86" => "386", "arm" => "arm/v7", var other => other };
    }
}
