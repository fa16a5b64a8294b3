using System.Reflection;
using System.Runtime.Versioning;

namespace Shop;

/// <summary>What the assembly that compiles this file says about its own build.</summary>
internal static class BuildInfo
{
    private static readonly Assembly Assembly = typeof(BuildInfo).Assembly;

    public static string? Product => Assembly.GetCustomAttribute<AssemblyProductAttribute>()?.Product;

    public static string? Version => Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    public static string? Configuration => Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration;

    public static string? Framework => Assembly.GetCustomAttribute<TargetFrameworkAttribute>()?.FrameworkDisplayName;
}
