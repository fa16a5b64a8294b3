namespace MultiStage.Graph;

/// <summary>The one answer to: may this file or folder of the machine be an input?</summary>
internal sealed class InputRule
{
    private static readonly string[] OutputProperties =
        ["BaseIntermediateOutputPath", "BaseOutputPath", "MSBuildProjectExtensionsPath", "IntermediateOutputPath", "OutputPath",
            "PublishDir", "ArtifactsPath"];

    private readonly string repository;
    private readonly ToolFolders tools;
    private readonly IReadOnlyList<string> outputs;

    /// <param name="projects">All whose outputs are no inputs, of none.</param>
    /// <param name="tools">Folders that the builder has of its own.</param>
    /// <param name="repository">The folder that inputs come from.</param>
    public InputRule(IEnumerable<EvaluatedProject> projects, ToolFolders tools, string repository)
    {
        (this.tools, this.repository) = (tools, repository);
        outputs = [.. projects.SelectMany(OutputFolders).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Whether it lies in the repository, and no build, tool or person's IDE has written it.</summary>
    public bool IsInput(string path) => PathQuestions.IsBelow(path, repository) && IsSource(path);

    /// <summary>The same for what may lie outside the repository, which is then to be reported.</summary>
    public bool IsSource(string path) =>
        !tools.Contains(path) && !IsPersonal(path) && !outputs.Any(folder => PathQuestions.IsSameOrBelow(path, folder));

    /// <summary>Folders that do not travel with the folder of a project: what its builds and its tools fill.</summary>
    public IEnumerable<string> FilledFolders(EvaluatedProject project) =>
        // The usual ones stay at home even where outputs go elsewhere; what evaluation names in them is an input then.
        outputs.Concat([project.Absolute("bin"), project.Absolute("obj")]).Concat(tools.Below(project.Folder))
            .Where(folder => PathQuestions.IsBelow(folder, project.Folder)).Distinct(StringComparer.Ordinal);

    // X.csproj.user and X.pubxml.user hold the settings of one person's IDE, and no repository has them.
    private static bool IsPersonal(string path) =>
        path.EndsWith("proj.user", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".pubxml.user", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> OutputFolders(EvaluatedProject project) =>
        OutputProperties.SelectMany(project.Values).Select(value => Path.TrimEndingDirectorySeparator(project.Absolute(value)))
            .Where(folder => !PathQuestions.IsSameOrBelow(project.Folder, folder));
}
