using MultiStage.Diagnostics;
using MultiStage.Planning.Features.Assets;

namespace MultiStage.Engines;

/// <summary>What package managers of front ends refuse; until engines ask the plan's features.</summary>
internal static class NodeErrors
{
    /// <inheritdoc cref="InstallErrors.Of"/>
    public static ContainerException? Of(string text, string origin) => InstallErrors.Of(text, origin);
}
