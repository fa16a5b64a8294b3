using MultiStage.Diagnostics;

namespace MultiStage.Graph;

/// <summary>
/// What restore and evaluation of all projects together read beside the files of each: what evaluation looked for, what the
/// projects name themselves with <c>ContainerRestoreInput</c>, and what Paket reads.
/// </summary>
internal sealed class SharedReads
{
    private const string Item = "ContainerRestoreInput";

    private readonly EvaluationReads reads;
    private readonly bool usesPaket;

    /// <param name="projects">The evaluated projects.</param>
    /// <param name="probed">Paths that MSBuild asked the disk for.</param>
    /// <param name="rule">What is an input.</param>
    /// <param name="repository">Its root, absolute.</param>
    /// <exception cref="ContainerException">MST1012: an item names nothing. MST1003: it names something outside.</exception>
    public SharedReads(IReadOnlyList<EvaluatedProject> projects, IEnumerable<string> probed, InputRule rule, string repository)
    {
        reads = new EvaluationReads(projects, probed, rule, repository);
        var named = projects.SelectMany(project => project.Items(Item).Select(item => Existing(project, item.EvaluatedInclude, repository)))
            .Distinct(StringComparer.Ordinal).ToList();
        InputFolders = [.. named.Where(Directory.Exists)];
        usesPaket = projects.Any(PaketFiles.IsUsedBy);
        Files = [
            .. reads.Files.Concat(named.Where(File.Exists)).Concat(projects.SelectMany(PaketFiles.Of).Where(rule.IsInput))
                .Distinct(StringComparer.Ordinal)];
        History = [.. reads.History.Where(read => !named.Any(path => PathQuestions.IsSameOrBelow(read.Path, path)))
            .Select(read => new HistoryRead(Path.GetRelativePath(repository, read.Source), Path.GetRelativePath(repository, read.Path),
                read.Property)).OrderBy(read => read.Name, StringComparer.Ordinal).ThenBy(read => read.Reader, StringComparer.Ordinal)];
        GitCommands = [.. reads.GitCommands.Select(pair => new NameValue(Path.GetRelativePath(repository, pair.Source), pair.Command))];
        Markers = [.. reads.Markers.Except(Files, StringComparer.Ordinal)];
        var files = projects.Select(project => project.FullPath).Concat(Files).Concat(Markers).ToList();
        // A folder with a file in it is there.
        MarkerFolders = [.. reads.Folders.Where(folder => !files.Any(file => PathQuestions.IsBelow(file, folder)))];
    }

    /// <summary>Files that travel before restore.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <inheritdoc cref="SolutionModel.HistoryReads"/>
    public IReadOnlyList<HistoryRead> History { get; }

    /// <inheritdoc cref="SolutionModel.GitCommands"/>
    public IReadOnlyList<NameValue> GitCommands { get; }

    /// <summary>Folders that travel before restore, all of what is in them.</summary>
    public IReadOnlyList<string> InputFolders { get; }

    /// <inheritdoc cref="EvaluationReads.Markers"/>
    public IReadOnlyList<string> Markers { get; }

    /// <inheritdoc cref="EvaluationReads.Folders"/>
    public IReadOnlyList<string> MarkerFolders { get; }

    /// <inheritdoc cref="EvaluationReads.Probed"/>
    public IReadOnlyList<string> Probed => reads.Probed;

    /// <summary>Folders that the context has to contain.</summary>
    public IEnumerable<string> Places =>
        Files.Concat(Markers).Select(file => Path.GetDirectoryName(file)!).Concat(InputFolders).Concat(MarkerFolders);

    /// <summary>Those of the tool manifests whose tools the projects' targets run.</summary>
    /// <param name="files">Files that restore reads, the manifests among them.</param>
    public IEnumerable<string> NeededTools(IEnumerable<string> files) =>
        files.Where(file => Path.GetFileName(file) == ToolManifest.FileName && IsNeeded(ToolManifest.Commands(file)));

    private bool IsNeeded(IReadOnlyList<string> commands) =>
        (usesPaket && commands.Contains("paket"))
        || commands.Any(
            command =>
                reads.Commands.Any(
                    line => line.Contains("dotnet " + command, StringComparison.Ordinal)
                        || line.Contains("dotnet tool run " + command, StringComparison.Ordinal)));

    private static string Existing(EvaluatedProject project, string include, string repository)
    {
        var path = Path.TrimEndingDirectorySeparator(project.Absolute(include));
        if (!Path.Exists(path))
            throw new ContainerException(ProjectDiagnostics.MissingInput, project.FullPath, include, path);
        return PathQuestions.IsBelow(path, repository)
            ? path
            : throw new ContainerException(ProjectDiagnostics.InputOutsideContext, path, $"{Item} in '{project.FullPath}'", repository);
    }
}
