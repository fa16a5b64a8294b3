using System.Diagnostics;
using Microsoft.Build.Framework;
using MultiStage.Diagnostics;
using MultiStage.Graph;
using MultiStage.Planning.Builder;
using MultiStage.Planning.Core;

namespace MultiStage.Tasks;

/// <summary>
/// Reads the project graph, makes the plan and writes it as Dockerfile, ignore file and JSON.
/// Errors: MST1001 to MST1012, MST1051 to MST1056, MST1101 to MST1105, MST2001 to MST2018, MST2101, MST50xx, MST5101, MST5105, MST5302 to
/// MST5304, MST5403, MST5407, MST5409, MST55xx, MST56xx.
/// </summary>
public sealed partial class GenerateContainerFiles : ContainerTask
{
    /// <summary>Folder for generated files that are not checked in; absolute or relative to the project.</summary>
    [Required]
    public string IntermediateFolder { get; set; } = "";

    /// <summary><c>ContainerDockerfile</c>: path of a Dockerfile in the source tree, relative to the project; empty for none.</summary>
    public string Dockerfile { get; set; } = "";

    /// <summary><c>ContainerDockerfileCheck</c>: whether to compare rather than write.</summary>
    public bool Check { get; set; }

    /// <summary><c>ContainerDockerfileDialect</c>: <c>auto</c>, <c>portable</c> or <c>modern</c>.</summary>
    public string Dialect { get; set; } = "";

    /// <summary>The dialect for <c>auto</c>: that of the engine, or empty when none was asked.</summary>
    public string EngineDialect { get; set; } = "";

    /// <summary><c>ContainerTarget</c>.</summary>
    public string Target { get; set; } = KnownStages.Final;

    /// <summary><c>ContainerBuildContext</c>, relative to the project; empty for the smallest folder with all inputs.</summary>
    public string BuildContext { get; set; } = "";

    /// <summary>
    /// Whether an evaluation that is still current may be taken: for the embedded engine, which builds no Dockerfile and
    /// needs less of it.
    /// </summary>
    public bool KeepsEvaluation { get; set; }

    /// <summary>The engine that the publish has chosen; empty where only the file is wanted.</summary>
    public string Engine { get; set; } = "";

    /// <summary>Whether this machine publishes in place of a builder; false where only the file is wanted.</summary>
    public bool NeedsHostPublish { get; set; }

    /// <summary>Absolute path of <c>project.assets.json</c>; it may be missing.</summary>
    public string AssetsFile { get; set; } = "";

    /// <summary>Whether the publish is that of a whole solution.</summary>
    public bool IsPartOfSolution { get; set; }

    /// <summary>Whether there is a stage of the name of the target; else there is nothing to build.</summary>
    [Output]
    public bool HasTarget { get; set; } = true;

    /// <summary>Absolute path of the build context.</summary>
    [Output]
    public string ContextFolder { get; set; } = "";

    /// <summary>Absolute path of the Dockerfile.</summary>
    [Output]
    public string DockerfilePath { get; set; } = "";

    /// <summary>Absolute path of the plan's JSON.</summary>
    [Output]
    public string PlanPath { get; set; } = "";

    /// <summary>Tells the plan from any other.</summary>
    [Output]
    public string PlanDigest { get; set; } = "";

    /// <summary>Absolute path of the Dockerfile that the engine builds: never the one in the source tree, which others write too.</summary>
    [Output]
    public string BuiltDockerfile { get; set; } = "";

    /// <summary>The value of the build argument with the properties that only publish gets.</summary>
    [Output]
    public string PublishProperties { get; set; } = "";

    private protected override void Run()
    {
        var clock = Stopwatch.StartNew();
        var properties = GlobalProperties;
        var files = new GeneratedPlan(Absolute(IntermediateFolder));
        (BuiltDockerfile, PlanPath) = (files.Dockerfile, files.PlanFile);
        DockerfilePath = Dockerfile.Length > 0 ? Absolute(Dockerfile) : BuiltDockerfile;
        var copies = CopiedFiles.Read(Copies, ProjectFolder);
        var kept = new KeptEvaluation(files, KeepsEvaluation && Dockerfile.Length == 0 ? Key(properties, copies) : "");
        if (kept.Read() is var (context, before))
        {
            Return(before, context, properties);
            Log.LogMessage(MessageImportance.Low, "Nothing that the plan is made from has changed.");
            return;
        }

        var assets = AssetFolders.Of(Assets, ProjectFolder);
        var tests = Tests();
        var solution = SolutionReader.Read(
            ProjectFile, BuilderProperties.ForEvaluation(properties), GivenContext(),
            [.. copies.SelectMany(copy => copy.Paths), .. assets.Select(asset => asset.Path)], tests, Cancellation);
        var options = Options(properties, solution.ContextFolder, SolutionReading.IsIn(solution)) with
        {
            Items = StageItems(copies, solution.ContextFolder) with { Assets = AssetItems(assets, solution) },
        };
        var choice = TargetChoice.Of(solution.Model, options, Target, IsPartOfSolution);
        var warnings = new PlanWarnings(solution, options) { HasBuilder = !NeedsHostPublish, IsBuiltHere = EngineDialect.Length > 0 }
            .All(Cancellation);
        Tell(choice, solution, warnings, clock.ElapsedMilliseconds);

        var planned = PlannedBuild.Of(choice.Plan);
        Write(files, planned, choice.IsOnRequest);
        HasTarget = choice.HasTarget;
        Return(planned, solution.ContextFolder, properties);
        // A warning is to be seen each time; tests and front ends are made from more files than the stamp knows.
        if (warnings.Count == 0 && tests is null && options.Items.Assets.Items.Count == 0)
            kept.Keep(solution, AssetsFile);
    }

    private void Return(PlannedBuild planned, string context, IReadOnlyDictionary<string, string> properties)
    {
        PlanDigest = planned.Digest;
        ContextFolder = context;
        PublishProperties = BuilderProperties.ForPublish(properties, context.Replace('\\', '/'), PropertyStages);
        if (Session is { } session)
            session.Planned = planned;
    }

    private void Write(GeneratedPlan files, PlannedBuild planned, bool isOnRequest)
    {
        // What is only for the one who asks is no file of the source tree.
        if (isOnRequest)
            (Dockerfile, DockerfilePath) = ("", files.Dockerfile);
        var isInSourceTree = Dockerfile.Length > 0;
        var dialect = GeneratedPlan.Dialect(Dialect, isInSourceTree ? "" : EngineDialect);
        var isWritten = isInSourceTree && GeneratedPlan.WriteInSourceTree(DockerfilePath, planned.Plan, dialect, Check);
        var isMade = files.Write(planned, dialect, Session);
        if (isInSourceTree ? isWritten : isMade)
            Log.LogMessage(MessageImportance.Normal, "Wrote {0}", DockerfilePath);
    }

    private void Tell(TargetChoice choice, EvaluatedSolution solution, IReadOnlyList<PlanWarning> warnings, long milliseconds)
    {
        if (!choice.HasTarget)
            Log.LogMessage(MessageImportance.High, "{0} -> no tests: passed over", Path.GetFileNameWithoutExtension(ProjectFile));
        foreach (var warning in warnings)
            LogWarning(warning.Descriptor, warning.Message);
        foreach (var node in solution.Model.Graph.Nodes)
            Log.LogMessage(MessageImportance.Low, "Project {0}", node);
        Log.LogMessage(MessageImportance.Low, "Planned {0} stages for {1} projects in {2} ms.", choice.Plan.Stages.Count,
            solution.Model.Projects.Count, milliseconds);
    }

    private string Key(IReadOnlyDictionary<string, string> properties, IReadOnlyList<CopiedFiles> copies) => string.Join('\n',
        [ProjectFile, TaskInputs.Text(this, properties),
            .. copies.SelectMany(copy => copy.Paths).Select(path => (Directory.Exists(path) ? "folder " : "file ") + path)]);

    private string ProjectFolder => Path.GetDirectoryName(ProjectFile)!;

    private string GivenContext()
    {
        if (BuildContext.Length == 0)
            return "";
        var folder = Path.TrimEndingDirectorySeparator(Absolute(BuildContext));
        if (!Directory.Exists(folder))
            throw new ContainerException(OptionDiagnostics.InvalidContext, BuildContext, "does not exist");
        if (!PathQuestions.IsBelow(ProjectFile, folder))
            throw new ContainerException(OptionDiagnostics.InvalidContext, BuildContext, "does not contain the project");
        return folder;
    }
}
