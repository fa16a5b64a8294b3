namespace MultiStage.Graph;

/// <summary>
/// What projects see of the builder's environment. MSBuild takes environment variables for properties, so the evaluation
/// gets those that the images of the .NET SDK set, as properties: nothing of this process changes (decision 0025).
/// </summary>
internal static class BuilderEnvironment
{
    private const string InContainer = "DOTNET_RUNNING_IN_CONTAINER";

    /// <summary>Variables of the SDK's images that conditions ask for.</summary>
    public static readonly IReadOnlyList<NameValue> Properties =
        [new(InContainer, "true"), new("DOTNET_USE_POLLING_FILE_WATCHER", "true"), new("NUGET_XMLDOC_MODE", "skip")];

    /// <summary>Whether conditions of the projects, or of files of the repository that they import, ask for a container.</summary>
    /// <param name="projects">As evaluated for the builder.</param>
    /// <param name="repository">Files elsewhere are the same on this machine and in a builder.</param>
    public static bool IsAskedFor(IReadOnlyList<EvaluatedProject> projects, string repository) =>
        projects.SelectMany(project => project.Instances.SelectMany(instance => instance.ImportPaths).Append(project.FullPath))
            .Distinct(StringComparer.Ordinal)
            .Any(file =>
                PathQuestions.IsBelow(file, repository) && File.ReadAllText(file)
                    .Contains(InContainer, StringComparison.OrdinalIgnoreCase));
}
