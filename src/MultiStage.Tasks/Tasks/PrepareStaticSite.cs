using Microsoft.Build.Framework;
using MultiStage.Diagnostics;
using MultiStage.Planning.Kinds;
using MultiStage.Planning.Options;
using MultiStage.Publishing;
using MultiStage.Rendering.Nginx;

namespace MultiStage.Tasks;

/// <summary>
/// Runs where a static site is published, and after that: checks that its pages are there, and writes the configuration of
/// nginx for them. Errors: MST1007, MST2004, MST5601, MST5605.
/// </summary>
public sealed class PrepareStaticSite : ContainerTask
{
    /// <summary>The folder that was published to.</summary>
    [Required]
    public string PublishFolder { get; set; } = "";

    /// <summary>Where the root folder of the image is written; absolute or relative to the project.</summary>
    [Required]
    public string RootFolder { get; set; } = "";

    /// <summary><c>AssemblyName</c>.</summary>
    [Required]
    public string AssemblyName { get; set; } = "";

    /// <summary>TCP ports to listen on, with '+' between.</summary>
    [Required]
    public string Ports { get; set; } = "";

    /// <summary>Absolute path of the site in the image.</summary>
    [Required]
    public string WebRoot { get; set; } = "";

    /// <summary><c>ContainerSpaFallback</c>.</summary>
    public string Fallback { get; set; } = "";

    /// <summary><c>ContainerImmutableFiles</c>.</summary>
    public string[] ImmutableFiles { get; set; } = [];

    /// <summary><c>ContainerResponseHeader</c> items; metadata <c>Value</c>.</summary>
    public ITaskItem[] Headers { get; set; } = [];

    /// <summary>Whether the image gets no other files of the site, so that its pages have to be here.</summary>
    public bool IsComplete { get; set; } = true;

    /// <summary>Whether the published files get times that tell their content.</summary>
    public bool SetsTimes { get; set; }

    private protected override void Run()
    {
        var folder = Path.GetDirectoryName(ProjectFile)!;
        var publishFolder = Path.GetFullPath(PublishFolder, folder);
        var root = Path.GetFullPath(RootFolder, folder);
        var settings = SiteRules.Settings(
            new SiteOptions { Fallback = Fallback, ImmutableFiles = ImmutableFiles, Headers = Headers.Pairs() },
            Ports.Split('+').Select(port => new PortOption(port, "tcp")));
        var site = Path.Combine(publishFolder, SiteContent.Folder);
        if (IsComplete)
            CheckPages(site, settings);
        try
        {
            // What the next step copies; there is nothing in it when another stage brings all files.
            Directory.CreateDirectory(site);
            if (SetsTimes)
                foreach (var file in PublishedFolder.Read(site).Where(file => !file.IsFolder && file.LinkTarget is null))
                    File.SetLastWriteTimeUtc(file.Source, ContentTime.Of(file.Source).UtcDateTime);
            WriteConfiguration(Path.Combine(root, NginxConfigWriter.Path),
                NginxConfigWriter.Write(settings, StaticAssets.Read(publishFolder, AssemblyName), WebRoot));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ContainerException(ProjectDiagnostics.WriteFailed, root, exception.Message);
        }
    }

    private void CheckPages(string site, SiteSettings settings)
    {
        var page = settings.Fallback.Length == 0 || File.Exists(Path.Combine(site, settings.Fallback)) ? "" : settings.Fallback;
        if (!File.Exists(Path.Combine(site, SiteSettings.StartPage)))
            page = SiteSettings.StartPage;
        if (page.Length > 0)
            throw new ContainerException(StaticSiteDiagnostics.NoStartPage, Path.GetFileName(ProjectFile), page,
                page == SiteSettings.StartPage ? "is the page of the path /" : "ContainerSpaFallback names");
    }

    private void WriteConfiguration(string path, string text)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        GeneratedFile.Write(path, text);
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(path, PublishedMode.Data);
        foreach (var parent in new[] { folder, Path.GetDirectoryName(folder)! })
            File.SetUnixFileMode(parent, PublishedMode.Executable);
        if (SetsTimes)
            File.SetLastWriteTimeUtc(path, ContentTime.Of(path).UtcDateTime);
    }
}
