using System.Runtime.Loader;

namespace MultiStage.Units;

/// <summary>Takes MSBuild from the folder of an SDK, as the SDK's own commands do.</summary>
internal static class MSBuildLoader
{
    /// <summary>Before the first method with a type of MSBuild is compiled.</summary>
    /// <param name="sdk">Absolute path of the SDK's folder.</param>
    public static void Use(string sdk)
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(sdk, name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        // What the dotnet command tells its MSBuild.
        Environment.SetEnvironmentVariable("MSBUILD_EXE_PATH", Path.Combine(sdk, "MSBuild.dll"));
        Environment.SetEnvironmentVariable("MSBuildExtensionsPath", sdk + Path.DirectorySeparatorChar);
        Environment.SetEnvironmentVariable("MSBuildSDKsPath", Path.Combine(sdk, "Sdks"));
        Environment.SetEnvironmentVariable("DOTNET_HOST_PATH", Environment.ProcessPath);
    }
}
