namespace MultiStage.Graph;

/// <summary>All inputs of one project as absolute paths.</summary>
internal sealed record ProjectInputs(
    EvaluatedProject Project, IReadOnlyList<string> RestoreInputs, IReadOnlyDictionary<string, bool> Files, IReadOnlyList<string> Outputs,
    bool UsesLockFile)
{
    public IEnumerable<string> AllFiles => RestoreInputs.Concat(Files.Keys);

    public static ProjectInputs Read(EvaluatedProject project, InputRule rule, string repository)
    {
        var reader = new InputReader(project, rule, repository);
        return new ProjectInputs(project, [.. reader.RestoreInputs()], reader.Files(), [.. rule.FilledFolders(project)],
            reader.LockFile() is not null || project.IsTrue("RestorePackagesWithLockFile"));
    }

    public ProjectModel ToModel(RelativePaths relative, IReadOnlySet<string> graphFolders)
    {
        var foreign = ForeignProjects.Below(Project.Folder, graphFolders)
            .Where(folder => !Files.Any(file => file.Value && PathQuestions.IsBelow(file.Key, folder)));
        return new ProjectModel
        {
            Path = relative.Of(Project.FullPath),
            RestoreInputs = relative.Of(RestoreInputs),
            Files = relative.Of(
                Files.Where(file => PathQuestions.IsBelow(file.Key, Project.Folder) && (file.Value || !IsUnwanted(file.Key)))
                    .Select(file => file.Key)),
            LinkedFiles = relative.Of(Files.Keys.Where(file => !PathQuestions.IsBelow(file, Project.Folder))),
            ExcludedFolders = relative.Of(Outputs.Concat(foreign)),
            HasPackages = Project.Items("PackageReference").Any(IsShipped),
            UsesLockFile = UsesLockFile,
            NeedsAspNetCore = Project.Items("FrameworkReference").Any(item => item.EvaluatedInclude == "Microsoft.AspNetCore.App"),
        };
    }

    // The SDK's None items take in every .env, .npmrc and compose.yaml of the folder, which are nobody's business in a builder.
    private bool IsUnwanted(string file) =>
        LeftBehind.Has(new RelativePaths(HostPath.Of(Project.Folder)).Of(file));

    // Analyzers, build tools and the SDK's own implicit references leave no file in the app.
    private static bool IsShipped(Microsoft.Build.Execution.ProjectItemInstance item) =>
        !item.GetMetadataValue("PrivateAssets").Equals("all", StringComparison.OrdinalIgnoreCase)
        && !item.GetMetadataValue("IsImplicitlyDefined").Equals("true", StringComparison.OrdinalIgnoreCase);
}
