using Microsoft.Build.Execution;
using MultiStage.Diagnostics;

namespace MultiStage.Graph;

/// <summary>Reads how the published project is published, and refuses one that cannot become an image.</summary>
internal static class PublishReader
{
    public static PublishModel Read(EvaluatedProject project, string chosenFramework, (string Version, string RollForward) globalJson)
    {
        var frameworks = project.Values("TargetFrameworks")
            .SelectMany(value => value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Distinct().ToList();
        if (frameworks.Count > 0 && chosenFramework.Length == 0)
            throw FrameworkChoice.Missing(project.FullPath, frameworks);
        // dotnet publish fails there too, since restore does not follow the choice (NETSDK1005).
        IReadOnlyList<string> known = frameworks.Count > 0 ? frameworks : [.. project.Values("TargetFramework")];
        if (chosenFramework.Length > 0 && !known.Contains(chosenFramework, StringComparer.OrdinalIgnoreCase))
            throw FrameworkChoice.Unknown(project.FullPath, chosenFramework, known);

        var instance =
            project.Instances.FirstOrDefault(
                candidate => Value(candidate, "TargetFramework").Equals(chosenFramework, StringComparison.OrdinalIgnoreCase))
            ?? project.Instances[0];
        Check(project.FullPath, instance.GetPropertyValue);
        return new PublishModel
        {
            AssemblyName = Value(instance, "AssemblyName"),
            TargetFramework = Value(instance, "TargetFramework"),
            IsMultiTargeting = frameworks.Count > 0,
            SdkVersion = Value(instance, "NETCoreSdkVersion"),
            GlobalJsonVersion = globalJson.Version,
            GlobalJsonRollForward = globalJson.RollForward,
            IsSelfContained = IsTrue(instance, "SelfContained") || IsTrue(instance, "PublishSelfContained"),
            IsSingleFile = IsTrue(instance, "PublishSingleFile"),
            IsAot = IsTrue(instance, "PublishAot"),
            IsTrimmed = IsTrue(instance, "PublishTrimmed"),
            IsReadyToRun = IsTrue(instance, "PublishReadyToRun"),
            IsInvariantGlobalization = IsTrue(instance, "InvariantGlobalization"),
            IsStaticSite = SiteProject.Is(instance.GetPropertyValue),
            LeavesOutServer = SiteProject.LeavesOutServer(instance.GetPropertyValue),
            HasSpaTarget = instance.Targets.ContainsKey("PublishRunWebpack"),
            RuntimeIdentifiers = Value(instance, "RuntimeIdentifier") is { Length: > 0 } one
                ? [one]
                : [.. Value(instance, "RuntimeIdentifiers")
                    .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        };
    }

    /// <summary>Refuses a project that is no application for Linux.</summary>
    /// <param name="path">The project file.</param>
    /// <param name="value">Reads an evaluated property; empty when it is not set.</param>
    public static void Check(string path, Func<string, string> value)
    {
        var outputType = value("OutputType");
        if (!SiteProject.Is(value) && !outputType.Equals("Exe", StringComparison.OrdinalIgnoreCase)
            && !outputType.Equals("WinExe", StringComparison.OrdinalIgnoreCase))
            throw new ContainerException(ProjectDiagnostics.NotPublishable, path,
                $"its OutputType is {(outputType.Length == 0 ? "not set" : outputType)}");
        if (value("IsPublishable").Equals("false", StringComparison.OrdinalIgnoreCase))
            throw new ContainerException(ProjectDiagnostics.NotPublishable, path, "its IsPublishable is false");
        var framework = value("TargetFramework");
        if (HasPlatform(value) && value("TargetPlatformIdentifier") is { Length: > 0 } platform
            && !platform.Equals("linux", StringComparison.OrdinalIgnoreCase))
            throw new ContainerException(ProjectDiagnostics.WindowsOnly, path, framework, framework.Split('-')[0]);
        if (value("TargetFrameworkIdentifier") is { Length: > 0 } identifier && identifier != ".NETCoreApp")
            throw new ContainerException(ProjectDiagnostics.WindowsOnly, path, framework, "net10.0");
    }

    // Before .NET 5 no framework had a platform, and the .NET SDK says "Windows" for all of them.
    private static bool HasPlatform(Func<string, string> value) =>
        Version.TryParse(value("TargetFrameworkVersion").TrimStart('v', 'V'), out var version) && version.Major >= 5;

    private static string Value(ProjectInstance instance, string property) => instance.GetPropertyValue(property);

    private static bool IsTrue(ProjectInstance instance, string property) =>
        Value(instance, property).Equals("true", StringComparison.OrdinalIgnoreCase);
}
