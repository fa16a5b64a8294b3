namespace MultiStage.Benchmarks.Rivals;

/// <summary>`dotnet publish` with this package, on an engine or without one.</summary>
/// <param name="registry">Where the embedded engine pushes to; null: Docker builds and keeps the image.</param>
/// <param name="properties">More properties, such as the layout of the build stages.</param>
internal sealed class PublishRival(string name, string root, string? registry, IReadOnlyList<string> properties, Settings settings)
    : Rival(name, root)
{
    public override bool UsesEngine => registry is null;

    public override Command Build(RegistryCache? cache = null)
    {
        var arguments = new List<string> { "publish", "src/App", "-p:ContainerMultiStage=true", $"-p:ContainerRepository={Image}" };
        arguments.AddRange(properties);
        if (registry is not null)
            arguments.AddRange(
            [
                "-p:ContainerEngine=embedded", $"-p:ContainerBaseImage={registry}/dotnet/aspnet:10.0", $"-p:ContainerRegistry={registry}",
            ]);
        else if (settings.HostNetwork)
            arguments.Add("-p:ContainerBuildNetwork=host");
        if (cache is { } place)
            arguments.Add(place.Write
                ? $"-p:ContainerCacheTo=\"type=registry,ref={place.Reference},mode=max\""
                : $"-p:ContainerCacheFrom=\"type=registry,ref={place.Reference}\"");
        return new Command("dotnet", arguments, Root);
    }

    public override string Output() => registry is null ? Shell.Docker(Image, "--print") : Shell.PulledDocker($"{registry}/{Image}", "--print");
}
