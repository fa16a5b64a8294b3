using Microsoft.Build.Framework;
using MultiStage.Diagnostics;
using MultiStage.RuntimeFiles;

namespace MultiStage.Tasks;

/// <summary>
/// Runs in the builder after publish, for an image without a base: collects the libraries and data of this machine that the
/// published files need, as the root folder of the image. Linux only. Errors: MST1007, MST5101 to MST5105.
/// </summary>
public sealed class CollectRuntimeFiles : ContainerTask
{
    /// <summary>The folder that was published to.</summary>
    [Required]
    public string PublishFolder { get; set; } = "";

    /// <summary>Name of the app's program in that folder.</summary>
    [Required]
    public string ProgramName { get; set; } = "";

    /// <summary><c>_MultiStageRoot</c>: where the root folder of the image is written; absolute or relative to the project.</summary>
    [Required]
    public string RootFolder { get; set; } = "";

    /// <summary>The build's runtimeconfig.json, for apps that do not publish theirs; relative to the project, and need not exist.</summary>
    public string RuntimeConfigFile { get; set; } = "";

    /// <summary>Whether the app does without cultures, and so without ICU.</summary>
    public bool InvariantGlobalization { get; set; }

    /// <summary>Whether the app does without time zones.</summary>
    public bool InvariantTimezone { get; set; }

    /// <summary><c>ContainerOpenSsl</c>: <c>true</c>, <c>false</c>, or <c>auto</c> (default) to look into the published files.</summary>
    public string OpenSsl { get; set; } = "";

    /// <summary><c>ContainerRuntimeLibrary</c> items: names of libraries that the app opens by name; metadata <c>Optional</c>.</summary>
    public ITaskItem[] Libraries { get; set; } = [];

    private protected override void Run()
    {
        var folder = Path.GetDirectoryName(ProjectFile)!;
        var publishFolder = Path.GetFullPath(PublishFolder, folder);
        var output = Path.GetFullPath(RootFolder, folder);
        try
        {
            var collected = new RuntimeFilesCollector(new RootFolder("/"), output).Collect(AppFiles.Read(publishFolder, ProgramName),
                Features(publishFolder));
            Log.LogMessage(MessageImportance.Normal, "Collected {0} libraries for {1}: {2}", collected.Libraries.Count, ProgramName,
                string.Join(", ", collected.Libraries));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ContainerException(ProjectDiagnostics.WriteFailed, output, exception.Message);
        }
    }

    private RuntimeFeatures Features(string publishFolder)
    {
        var features = new RuntimeFeatures
        {
            IsInvariantGlobalization = InvariantGlobalization,
            IsInvariantTimezone = InvariantTimezone,
            UsesOpenSsl = UsesOpenSsl(),
            OpenedLibraries = [.. Libraries.Select(item => item.ItemSpec)],
            OptionalLibraries = Libraries.Where(item => item.GetMetadata("Optional").Equals("true", StringComparison.OrdinalIgnoreCase))
                .Select(item => item.ItemSpec).ToHashSet(StringComparer.Ordinal),
        };
        var published = Path.Combine(publishFolder, ProgramName + ".runtimeconfig.json");
        var built = Path.GetFullPath(RuntimeConfigFile, Path.GetDirectoryName(ProjectFile)!);
        return new[] { published, built }.Where(File.Exists).Select(FileText.Read).FirstOrDefault() is { } json
            ? features.With(json)
            : features;
    }

    private bool? UsesOpenSsl() =>
        OpenSsl.Length == 0 || OpenSsl.Equals("auto", StringComparison.OrdinalIgnoreCase) ? null
        : bool.TryParse(OpenSsl, out var value) ? value
        : throw new ContainerException(ScratchDiagnostics.UnknownOpenSsl, OpenSsl);
}
