using System.Diagnostics;

namespace MultiStage.UnitTests.Images;

/// <summary>The room of images in a process of its own (tests/ImagesHost).</summary>
internal static class ImagesHost
{
    public static Process Start(params string[] arguments)
    {
        // .../tests/UnitTests/bin/CONFIGURATION/net10.0/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(MultiStage.UnitTests.Support.Repository.Folder, "tests", "ImagesHost", "bin", output.Parent!.Name,
            output.Name, "MultiStage.ImagesHost.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // No engine's configuration of this machine, and no proxy.
            Environment = { ["HOME"] = Path.GetTempPath(), ["REGISTRY_AUTH_FILE"] = null, ["DOCKER_CONFIG"] = null },
        })!;
    }
}
