using MultiStage.Diagnostics;
using MultiStage.Engines.Contract;

namespace MultiStage.Engines;

/// <summary>The one place that compares what is asked with what an engine can do, before anything is built.</summary>
internal static class RequestRules
{
    /// <exception cref="ContainerException">MST3011, MST3018: the engine cannot do what is asked.</exception>
    public static void Check(BuildRequest request, EngineProbe probe)
    {
        var can = probe.Capabilities;
        if (!can.ReadsImageLocations && request.Plan.Stages.FirstOrDefault(stage => ImageText.IsLocation(stage.From)) is { } local)
            throw new ContainerException(EngineDiagnostics.UnknownLocalStore, local.From, probe.Description);
        if (request.Builder.Length > 0 && !can.HasBuilders && can.RunsCommands)
            throw Cannot(probe, $"use the builder '{request.Builder}' without buildx",
                "Install the buildx plugin, or leave ContainerBuilder empty.");
        if (request.Secrets.Count > 0 && can.RunsCommands && !can.MountsSecrets)
            throw Cannot(probe, $"mount the secret '{request.Secrets[0].Id}'", "Use another ContainerEngine.");
        foreach (var target in request.Targets)
        {
            if (target.Platforms.Count > 1 && !can.BuildsSeveralPlatforms)
                throw Cannot(probe, "build for several platforms at once", "Name one runtime identifier, or use another ContainerEngine.");
            foreach (var destination in target.Destinations)
                Check(destination, target, request, probe);
        }
    }

    private static void Check(Destination destination, TargetRequest target, BuildRequest request, EngineProbe probe)
    {
        var can = probe.Capabilities;
        switch (destination)
        {
            case Destination.Layout when !can.WritesLayout:
                throw Cannot(probe, "write an OCI layout", "Use ContainerArchiveOutputPath, or ContainerEngine=embedded.");
            case Destination.Archive { IsOci: true } when !can.WritesOciArchive:
                throw Cannot(probe, "write an OCI archive", "Use Docker 25 or later, or leave ContainerImageFormat empty.");
            case not Destination.Folder when target.Platforms.Count > 1 && can is { KeepsImages: true, KeepsSeveralPlatforms: false }
                && request.Builder.Length == 0:
                throw Cannot(probe, "keep an image for several platforms in its classic image store",
                    "Turn on the containerd image store, or name a builder with ContainerBuilder and push to a ContainerRegistry.");
            default:
                break;
        }
    }

    private static ContainerException Cannot(EngineProbe probe, string what, string instead) =>
        new(EngineDiagnostics.NotSupported, probe.Description, what, instead);
}
