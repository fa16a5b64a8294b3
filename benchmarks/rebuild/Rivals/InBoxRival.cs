namespace MultiStage.Benchmarks.Rivals;

/// <summary>`PublishContainer` of the .NET SDK, to a registry.</summary>
internal sealed class InBoxRival(string name, string root, string registry) : Rival(name, root)
{
    public override bool UsesEngine => false;

    public override Command Build(RegistryCache? cache = null) => new("dotnet",
        [
            "publish", "src/App", "-t:PublishContainer", $"-p:ContainerRepository={Image}", $"-p:ContainerRegistry={registry}",
            $"-p:ContainerBaseImage={registry}/dotnet/aspnet:10.0",
        ], Root);

    public override string Output() => Shell.PulledDocker($"{registry}/{Image}", "--print");
}
