using Microsoft.Build.Framework;
using MultiStage.Diagnostics;
using MultiStage.Planning.Images;
using MultiStage.Planning.Kinds;
using MultiStage.Planning.Options;

namespace MultiStage.Tasks;

/// <summary>
/// Checks options before the SDK's own targets read them, which would drop some invalid values with a warning.
/// Errors: MST2002 to MST2008, MST2031.
/// </summary>
public sealed class CheckContainerOptions : ContainerTask
{
    /// <summary><c>ContainerImageTag</c>.</summary>
    public string Tag { get; set; } = "";

    /// <summary><c>ContainerImageTags</c>.</summary>
    public string Tags { get; set; } = "";

    /// <summary><c>ContainerRepository</c> as the project gives it.</summary>
    public string Repository { get; set; } = "";

    /// <summary><c>ContainerRegistry</c>.</summary>
    public string Registry { get; set; } = "";

    /// <summary><c>ContainerBaseImage</c> as the project gives it.</summary>
    public string BaseImage { get; set; } = "";

    /// <summary><c>ContainerRuntimeIdentifier</c> or <c>RuntimeIdentifier</c>.</summary>
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary><c>ContainerFamily</c>.</summary>
    public string Family { get; set; } = "";

    /// <summary><c>ContainerDockerHubRegistry</c>.</summary>
    public string HubRegistry { get; set; } = "";

    /// <summary>Whether the project is Blazor WebAssembly or another app for browsers.</summary>
    public string UsesWebAssemblySdk { get; set; } = "";

    /// <summary>Whether the project's SDK compiles nothing.</summary>
    public string UsesNoTargetsSdk { get; set; } = "";

    /// <summary>Whether the project has a file <c>wwwroot/index.html</c>.</summary>
    public string HasStartPage { get; set; } = "";

    /// <summary><c>ContainerPort</c> items.</summary>
    public ITaskItem[] Ports { get; set; } = [];

    /// <summary><c>ContainerEnvironmentVariable</c> items.</summary>
    public ITaskItem[] EnvironmentVariables { get; set; } = [];

    /// <summary>Whether <see cref="BaseImage"/> is a place on this machine, such as <c>oci:FOLDER</c>, and no image reference.</summary>
    [Output]
    public bool IsBaseImageLocal { get; set; }

    /// <summary>The image that serves a static site; empty for an app.</summary>
    [Output]
    public string WebServerImage { get; set; } = "";

    private protected override void Run()
    {
        ImageNames.Tags(Tag, Tags);
        ImageNames.CheckRegistry(Registry);
        // The in-box targets make most names valid, and refuse the rest with a code of their own.
        if (Repository.Length > 0 && (!char.IsLetterOrDigit(Repository[0]) || !Repository.Any(char.IsAsciiLetterOrDigit)))
            throw new ContainerException(OptionDiagnostics.InvalidRepository, Repository);
        foreach (var port in Ports.Ports())
            OptionRules.Port(port);
        OptionRules.Check(
            new ContainerOptions { BaseImage = BaseImage, Environment = EnvironmentVariables.Pairs(),
                RuntimeIdentifier = RuntimeIdentifier });
        IsBaseImageLocal = ImageText.IsLocation(BaseImage);
        if (BaseImage.Length > 0 && !IsBaseImageLocal)
            Planning.Images.BaseImage.Parse("ContainerBaseImage", BaseImage);
        if (SiteProject.Is(Property))
            WebServerImage = Planning.Images.BaseImage.OnHubMirror(StaticSite.DefaultImage, HubRegistry).ToString();
    }

    private string Property(string name) => name switch
    {
        "ContainerFamily" => Family,
        "UsingMicrosoftNETSdkWebAssembly" => UsesWebAssemblySdk,
        "UsingMicrosoftNoTargetsSdk" => UsesNoTargetsSdk,
        "_MultiStageHasStartPage" => HasStartPage,
        _ => "",
    };
}
