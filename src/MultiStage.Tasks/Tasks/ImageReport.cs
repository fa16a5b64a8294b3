using System.Globalization;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using MultiStage.Engines;
using MultiStage.Engines.Contract;
using MultiStage.Testing;

namespace MultiStage.Tasks;

/// <summary>Tells MSBuild, other tools and people what came out of <see cref="BuildContainerImage"/>.</summary>
/// <param name="task">The task.</param>
/// <param name="choice">The engine that built.</param>
/// <param name="tests">The tests that ran before.</param>
internal sealed class ImageReport(BuildContainerImage task, EngineChoice choice, IReadOnlyList<TestFolder> tests)
{
    private string Project => Path.GetFileNameWithoutExtension(task.ProjectFile);

    public void Write(BuildRequest request, ImageResult result)
    {
        if (result.Files is null)
        {
            task.GeneratedContainer = Item(result);
            var folder = Path.GetFullPath(task.IntermediateFolder, Path.GetDirectoryName(task.ProjectFile)!);
            var target = request.Targets[0];
            var text = ImageRecord.Text(result, target.Stage, target.IsPushed, request.Plan.Find(KnownStages.Base)?.From ?? "");
            GeneratedFile.Write(Path.Combine(folder, "image.json"), text);
        }
        task.Log.LogMessage(MessageImportance.Low, "{0} steps ran, {1} came from the cache.", result.ExecutedSteps, result.CachedSteps);
        Say(ImageSummary.Line(Project, result, tests.Count > 0 ? TestReport.Total(tests) : ""));
    }

    /// <summary>When the tests are all that was wanted.</summary>
    public void WriteTests(string folder) => Say($"{Project} -> {TestReport.Total(tests)} ({folder})");

    // This form ("project -> result") is the one that the terminal logger shows behind the project; it shows no other message,
    // so what the reader has to know stands in it.
    private void Say(string line)
    {
        var reason = choice.Refused.Count > 0
            ? $"; built by {choice.Probe.Description}, as others are not usable ({string.Join("; ", choice.Refused)})"
            : "";
        task.Log.LogMessage(MessageImportance.High, "{0}{1}", line, reason);
    }

    private static TaskItem Item(ImageResult result)
    {
        var item = new TaskItem("GeneratedContainer");
        item.SetMetadata("Manifest", result.Manifest);
        item.SetMetadata("Configuration", result.Configuration);
        item.SetMetadata("ManifestDigest", result.Digest);
        item.SetMetadata("ManifestMediaType", result.MediaType);
        item.SetMetadata("Names", string.Join(';', result.Names));
        item.SetMetadata("Size", result.Size.ToString(CultureInfo.InvariantCulture));
        item.SetMetadata("Archive", result.Path);
        return item;
    }
}
