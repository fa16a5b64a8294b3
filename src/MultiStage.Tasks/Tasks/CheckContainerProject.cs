using Microsoft.Build.Framework;
using MultiStage.Diagnostics;
using MultiStage.Graph;

namespace MultiStage.Tasks;

/// <summary>
/// Checks that a project can have an image, before any option is known. Warnings: MST1033.
/// Errors: MST1001, MST1002, MST1009, MST2021, MST2022.
/// </summary>
public sealed class CheckContainerProject : ContainerTask
{
    private const string Package = "MultiStage.Sdk";

    /// <summary>A property of the name <c>ContainerStage</c>: nobody means it.</summary>
    public string StageProperty { get; set; } = "";

    /// <summary><c>SolutionPath</c> when a solution is built.</summary>
    public string SolutionPath { get; set; } = "";

    /// <summary>Whether a solution is built.</summary>
    public bool IsPartOfSolution { get; set; }

    /// <summary><c>TargetFrameworks</c> in the build of all frameworks at once; empty in the build of one.</summary>
    public string UnchosenFrameworks { get; set; } = "";

    /// <summary><c>OutputType</c>.</summary>
    public string OutputType { get; set; } = "";

    /// <summary><c>IsPublishable</c>.</summary>
    public string IsPublishable { get; set; } = "";

    /// <summary><c>TargetFramework</c>.</summary>
    public string TargetFramework { get; set; } = "";

    /// <summary><c>TargetFrameworkIdentifier</c>.</summary>
    public string TargetFrameworkIdentifier { get; set; } = "";

    /// <summary><c>TargetPlatformIdentifier</c>.</summary>
    public string TargetPlatformIdentifier { get; set; } = "";

    /// <summary><c>ContainerFamily</c>.</summary>
    public string Family { get; set; } = "";

    /// <summary>Whether the project is Blazor WebAssembly or another app for browsers.</summary>
    public string UsesWebAssemblySdk { get; set; } = "";

    /// <summary>Whether the project's SDK compiles nothing.</summary>
    public string UsesNoTargetsSdk { get; set; } = "";

    /// <summary>Whether the project has a file <c>wwwroot/index.html</c>.</summary>
    public string HasStartPage { get; set; } = "";

    /// <summary><c>PackageReference</c> items.</summary>
    public ITaskItem[] PackageReferences { get; set; } = [];

    /// <summary>Absolute path of <c>project.assets.json</c>; it is missing where nothing was restored.</summary>
    public string AssetsFile { get; set; } = "";

    private protected override void Run()
    {
        if (StageProperty.Length > 0)
            throw new ContainerException(OptionDiagnostics.StageProperty, StageProperty);
        if (UnchosenFrameworks.Length > 0)
            throw FrameworkChoice.Missing(ProjectFile,
                UnchosenFrameworks.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        PublishReader.Check(ProjectFile, Property);
        // A solution gives its global properties to every project.
        if (IsPartOfSolution && GlobalProperties.GetValueOrDefault("ContainerRepository", "") is { Length: > 0 } repository
            && SolutionImages.Count(SolutionPath, GlobalProperties, Cancellation) > 1)
            throw new ContainerException(OptionDiagnostics.SharedRepository, repository, SolutionPath);
        if (AssetsFile.Length > 0 && !File.Exists(AssetsFile) && PackageReferences.Any(MayHaveTargets))
            LogWarning(ProjectDiagnostics.NotRestored, ProjectDiagnostics.NotRestored.Format(ProjectFile));
    }

    private static bool MayHaveTargets(ITaskItem package) =>
        !package.ItemSpec.Equals(Package, StringComparison.OrdinalIgnoreCase)
        && !package.GetMetadata("IsImplicitlyDefined").Equals("true", StringComparison.OrdinalIgnoreCase);

    private string Property(string name) => name switch
    {
        nameof(OutputType) => OutputType,
        nameof(IsPublishable) => IsPublishable,
        nameof(TargetFramework) => TargetFramework,
        nameof(TargetFrameworkIdentifier) => TargetFrameworkIdentifier,
        nameof(TargetPlatformIdentifier) => TargetPlatformIdentifier,
        "ContainerFamily" => Family,
        "UsingMicrosoftNETSdkWebAssembly" => UsesWebAssemblySdk,
        "UsingMicrosoftNoTargetsSdk" => UsesNoTargetsSdk,
        "_MultiStageHasStartPage" => HasStartPage,
        _ => "",
    };
}
