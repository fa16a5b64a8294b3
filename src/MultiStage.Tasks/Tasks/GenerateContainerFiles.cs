using System.Diagnostics;
using Microsoft.Build.Framework;
using MultiStage.Diagnostics;
using MultiStage.Graph;
using MultiStage.Planning;
using MultiStage.Planning.Builder;
using MultiStage.Planning.Core;
using MultiStage.Planning.Features;
using MultiStage.Planning.Features.Tests;
using MultiStage.Planning.Options;
using MultiStage.Rendering;

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

    /// <summary>The inferred or given base image.</summary>
    [Required]
    public string BaseImage { get; set; } = "";

    /// <summary>Whether the project gives the base image itself.</summary>
    public bool IsBaseImageOwn { get; set; }

    /// <summary><c>ContainerFamily</c>.</summary>
    public string Family { get; set; } = "";

    /// <summary><c>ContainerSdkImage</c>.</summary>
    public string SdkImage { get; set; } = "";

    /// <summary><c>ContainerBaseRegistry</c>.</summary>
    public string BaseRegistry { get; set; } = "";

    /// <summary><c>ContainerRuntimeIdentifier</c> or <c>RuntimeIdentifier</c>, as given.</summary>
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary>All that are built in one go, separated by <c>;</c>.</summary>
    public string RuntimeIdentifiers { get; set; } = "";

    /// <summary><c>ContainerOpenSsl</c>.</summary>
    public string OpenSsl { get; set; } = "";

    /// <summary><c>ContainerSymbols</c>.</summary>
    public bool KeepsSymbols { get; set; }

    /// <summary><c>ContainerUser</c>.</summary>
    public string User { get; set; } = "";

    /// <summary><c>ContainerWorkingDirectory</c>.</summary>
    public string WorkingDirectory { get; set; } = "";

    /// <summary><c>ContainerLocale</c>.</summary>
    public string Locale { get; set; } = "";

    /// <summary><c>ContainerTimeZone</c>.</summary>
    public string TimeZone { get; set; } = "";

    /// <summary><c>ContainerAppCommandInstruction</c>.</summary>
    public string AppCommandInstruction { get; set; } = "";

    /// <summary><c>ContainerAppCommand</c> items.</summary>
    public ITaskItem[] AppCommand { get; set; } = [];

    /// <summary><c>ContainerAppCommandArgs</c> items.</summary>
    public ITaskItem[] AppCommandArgs { get; set; } = [];

    /// <summary><c>ContainerDefaultArgs</c> items.</summary>
    public ITaskItem[] DefaultArgs { get; set; } = [];

    /// <summary><c>ContainerEntrypoint</c> items.</summary>
    public ITaskItem[] Entrypoint { get; set; } = [];

    /// <summary><c>ContainerEntrypointArgs</c> items.</summary>
    public ITaskItem[] EntrypointArgs { get; set; } = [];

    /// <summary><c>ContainerPort</c> items; metadata <c>Type</c>: tcp or udp.</summary>
    public ITaskItem[] Ports { get; set; } = [];

    /// <summary><c>ContainerInferPorts</c>.</summary>
    public bool InferPorts { get; set; } = true;

    /// <summary><c>ContainerEnvironmentVariable</c> items; metadata <c>Value</c>.</summary>
    public ITaskItem[] EnvironmentVariables { get; set; } = [];

    /// <summary><c>ContainerLabel</c> items of the project; metadata <c>Value</c>.</summary>
    public ITaskItem[] Labels { get; set; } = [];

    /// <summary><c>ContainerBuildSecret</c> items; metadata <c>Stage</c>, <c>Variable</c>.</summary>
    public ITaskItem[] Secrets { get; set; } = [];

    /// <summary><c>ContainerBuildArgument</c> items; metadata <c>Value</c>.</summary>
    public ITaskItem[] BuildArguments { get; set; } = [];

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

    /// <summary><c>ContainerPublishProperties</c>: names, separated by <c>;</c>.</summary>
    public string OnlyForPublish { get; set; } = "";

    /// <summary><c>ContainerRestoreProperties</c>: names, separated by <c>;</c>.</summary>
    public string AlsoForRestore { get; set; } = "";

    private protected override void Run()
    {
        var clock = Stopwatch.StartNew();
        var properties = GlobalProperties;
        BuiltDockerfile = Absolute(Path.Combine(IntermediateFolder, "Dockerfile"));
        DockerfilePath = Dockerfile.Length > 0 ? Absolute(Dockerfile) : BuiltDockerfile;
        PlanPath = Absolute(Path.Combine(IntermediateFolder, "plan.json"));
        var copies = CopiedFiles.Read(Copies, ProjectFolder);
        var key = KeepsEvaluation && Dockerfile.Length == 0 ? Key(properties, copies) : "";
        if (key.Length > 0 && EvaluationStamp.Read(StampPath, key) is { } context)
        {
            ContextFolder = context;
            var text = File.ReadAllText(PlanPath);
            Keep(new PlannedBuild(PlanJson.Read(text), text));
            KeepPublishProperties(properties);
            Log.LogMessage(MessageImportance.Low, "Nothing that the plan is made from has changed.");
            return;
        }

        var assets = AssetFolders.Of(Assets, ProjectFolder);
        var tests = Tests();
        var solution = SolutionReader.Read(
            ProjectFile, BuilderProperties.ForEvaluation(properties), GivenContext(),
            [.. copies.SelectMany(copy => copy.Paths), .. assets.Select(asset => asset.Path)], tests, Cancellation);
        var options = Options(properties, solution.ContextFolder,
            SolutionReading.IsIn(
                solution)) with { Items = StageItems(copies, solution.ContextFolder) with { Assets = AssetItems(assets, solution) } };
        var plan = Planner.Plan(solution.Model, options);
        // What stands in the file only for the one who asks must not come and go in a file of the source tree.
        var isAsked = plan.Find(Target) is null && FeatureList.All.OnRequest.Contains(Target, StringComparer.Ordinal);
        if (isAsked)
            plan = Planner.Plan(solution.Model, options with { Items = options.Items with { Asked = Target } });
        CheckDebugStage(plan);
        // A solution asks all its projects for their tests, and some have none.
        HasTarget = plan.Find(Target) is not null;
        if (!HasTarget && IsPartOfSolution && TestStages.Names.Contains(Target))
            Log.LogMessage(MessageImportance.High, "{0} -> no tests: passed over", Path.GetFileNameWithoutExtension(ProjectFile));
        else if (!HasTarget)
            throw new ContainerException(OptionDiagnostics.UnknownTarget, Target,
                string.Join(", ", plan.Stages.Select(stage => stage.Name).Union(FeatureList.All.OnRequest)));
        var warnings = Planner.Warnings(solution.Model, options).Where(warning => !warning.IsOfBuilder || !NeedsHostPublish)
            .Concat(Vocabulary.Warnings(solution.Model.Names)).Concat(CheckFeeds(solution, options)).ToList();
        if (!NeedsHostPublish)
            Workloads.Check(solution.Model, options);
        warnings.AddRange(solution.ChangedItems.Select(ChangedWord));
        foreach (var warning in warnings)
            LogWarning(warning.Descriptor, warning.Message);
        foreach (var node in solution.Model.Graph.Nodes)
            Log.LogMessage(MessageImportance.Low, "Project {0}", node);
        Log.LogMessage(MessageImportance.Low, "Planned {0} stages for {1} projects in {2} ms.", plan.Stages.Count,
            solution.Model.Projects.Count, clock.ElapsedMilliseconds);

        ContextFolder = solution.ContextFolder;
        if (isAsked)
            (Dockerfile, Check, DockerfilePath) = ("", false, BuiltDockerfile);
        var planned = PlannedBuild.Of(plan);
        WriteFiles(planned);
        Keep(planned);
        KeepPublishProperties(properties);
        // A warning is to be seen each time; tests and front ends are made from more files than the stamp knows.
        if (key.Length > 0 && warnings.Count == 0 && tests is null && options.Items.Assets.Items.Count == 0)
            GeneratedFile.Write(StampPath,
                EvaluationStamp.Of(key, solution, [AssetsFile, BuiltDockerfile, BuiltDockerfile + ".dockerignore", PlanPath]));
    }

    private static PlanWarning ChangedWord(ChangedItem item) => new(
        OptionDiagnostics.ChangedWord, item.Item, item.Written, item.Read is null
            ? "takes for a pattern of files and finds none"
            : $"reads as '{item.Read}'");

    private string StampPath => Absolute(Path.Combine(IntermediateFolder, "plan.stamp"));

    private string Key(IReadOnlyDictionary<string, string> properties, IReadOnlyList<CopiedFiles> copies) => string.Join('\n',
        [ProjectFile, TaskInputs.Text(this, properties),
            .. copies.SelectMany(copy => copy.Paths).Select(path => (Directory.Exists(path) ? "folder " : "file ") + path)]);

    private string ProjectFolder => Path.GetDirectoryName(ProjectFile)!;

    private PropertyStages PropertyStages => new(Names(OnlyForPublish), Names(AlsoForRestore));

    private void Keep(PlannedBuild planned)
    {
        PlanDigest = planned.Digest;
        if (Session is { } session)
            session.Planned = planned;
    }

    private void KeepPublishProperties(IReadOnlyDictionary<string, string> properties) =>
        PublishProperties = BuilderProperties.ForPublish(properties, ContextFolder.Replace('\\', '/'), PropertyStages);

    private void WriteFiles(PlannedBuild planned)
    {
        var dockerfile = DockerfileWriter.Write(planned.Plan, ChosenDialect());
        var ignoreFile = IgnoreFileWriter.Write(planned.Plan);
        if (Dockerfile.Length > 0)
            WriteInSourceTree(dockerfile, ignoreFile);
        (string Path, string Text)[] files = [(BuiltDockerfile, dockerfile), (BuiltDockerfile + ".dockerignore", ignoreFile),
            (PlanPath, planned.Text)];
        var changed = files.Where(file => !GeneratedFile.IsCurrent(file.Path, file.Text)).ToList();
        if (changed.Count == 0)
            return;
        void Write() => changed.ForEach(file => GeneratedFile.Write(file.Path, file.Text));
        // Another build may be at work with other files of the same names.
        if (Session is { } session)
            session.Folder.WhileHeld(Write, WritingTime);
        else
            Write();
        if (Dockerfile.Length == 0)
            Log.LogMessage(MessageImportance.Normal, "Wrote {0}", DockerfilePath);
    }

    // Longer than other generations of the same files take together.
    private static readonly TimeSpan WritingTime = TimeSpan.FromSeconds(10);

    private void WriteInSourceTree(string dockerfile, string ignoreFile)
    {
        var ignorePath = DockerfilePath + ".dockerignore";
        GeneratedFile.RequireGenerated(DockerfilePath, ProjectDiagnostics.ForeignDockerfile);
        GeneratedFile.RequireGenerated(ignorePath, ProjectDiagnostics.ForeignDockerfile);
        if (Check)
        {
            GeneratedFile.RequireCurrent(DockerfilePath, dockerfile, ProjectDiagnostics.StaleDockerfile);
            GeneratedFile.RequireCurrent(ignorePath, ignoreFile, ProjectDiagnostics.StaleDockerfile);
        }
        else if (GeneratedFile.Write(DockerfilePath, dockerfile) | GeneratedFile.Write(ignorePath, ignoreFile))
        {
            Log.LogMessage(MessageImportance.Normal, "Wrote {0}", DockerfilePath);
        }
    }

    // A file in the source tree must not depend on the engine of the machine that writes it.
    private DockerfileDialect ChosenDialect()
    {
        var isAuto = Dialect.Length == 0 || Dialect.Equals("auto", StringComparison.OrdinalIgnoreCase);
        var name = !isAuto ? Dialect : Dockerfile.Length == 0 && EngineDialect.Length > 0 ? EngineDialect : "portable";
        return Enum.TryParse<DockerfileDialect>(name, ignoreCase: true, out var dialect) && !char.IsDigit(name[0])
            ? dialect
            : throw new ContainerException(OptionDiagnostics.UnknownDialect, Dialect);
    }

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

    private static string[] Names(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private ContainerOptions Options(IReadOnlyDictionary<string, string> properties, string contextFolder, bool readsSolution) => new()
    {
        BaseImage = BaseImage,
        IsBaseImageOwn = IsBaseImageOwn,
        Family = Family,
        SdkImage = SdkImage,
        BaseRegistry = BaseRegistry,
        HubRegistry = HubRegistry,
        RuntimeIdentifier = RuntimeIdentifier,
        RuntimeIdentifiers = RuntimeIdentifiers.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        OpenSsl = OpenSsl,
        KeepsSymbols = KeepsSymbols,
        User = User,
        WorkingDirectory = WorkingDirectory is "/app/" ? "" : WorkingDirectory,
        Ports = Ports.Ports(),
        InfersPorts = InferPorts,
        Environment = EnvironmentVariables.Pairs(),
        Labels = Labels.Pairs(),
        Command = new CommandOptions
        {
            AppCommand = AppCommand.Words(),
            AppCommandArgs = AppCommandArgs.Words(),
            DefaultArgs = DefaultArgs.Words(),
            Entrypoint = Entrypoint.Words(),
            EntrypointArgs = EntrypointArgs.Words(),
            Instruction = AppCommandInstruction,
        },
        Site = SiteOptions(),
        Locale = Locale,
        TimeZone = TimeZone,
        Secrets = Secrets.Secrets(),
        BuildArguments = BuildArguments.Arguments(KnownStages.Build),
        PublishArguments = BuildArguments.Arguments(KnownStages.Publish),
        Properties = BuilderProperties.Select(properties, contextFolder.Replace('\\', '/'), PropertyStages, readsSolution),
    };
}
