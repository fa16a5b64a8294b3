namespace MultiStage.Model;

/// <summary>What one or several entry points of the graph are made of: projects, and what their restore reads.</summary>
internal record InputSet
{
    /// <summary>The closure of the entry points.</summary>
    public IReadOnlyList<ProjectModel> Projects { get; init; } = [];

    /// <summary>Files above the projects that restore reads: global.json, nuget.config, tool manifests, response files.</summary>
    public IReadOnlyList<ContextPath> SharedInputs { get; init; } = [];

    /// <summary>Folders that nuget.config names as package sources.</summary>
    public IReadOnlyList<ContextPath> FeedFolders { get; init; } = [];

    /// <summary>Folders beside those that restore reads, all of what is in them (<c>ContainerRestoreInput</c>).</summary>
    public IReadOnlyList<ContextPath> InputFolders { get; init; } = [];

    /// <summary>Files whose presence evaluation asks for, and never their content: the builder gets empty ones.</summary>
    public IReadOnlyList<ContextPath> Markers { get; init; } = [];

    /// <summary>The same for folders.</summary>
    public IReadOnlyList<ContextPath> MarkerFolders { get; init; } = [];

    /// <summary>Names of the remote package sources that nuget.config inside the context adds; they may ask for credentials.</summary>
    public IReadOnlyList<string> RemoteFeeds { get; init; } = [];

    /// <summary>Environment variables that addresses, credentials and proxies in nuget.config refer to.</summary>
    public IReadOnlyList<string> FeedVariables { get; init; } = [];

    /// <summary>JavaScript projects of the graph; each is one of <see cref="Projects"/> as well.</summary>
    public IReadOnlyList<FrontEndModel> FrontEnds { get; init; } = [];

    /// <summary>The same inputs without files that others bring along.</summary>
    public InputSet Without(InputSet others)
    {
        var restored = others.Projects.SelectMany(project => project.RestoreInputs).ToHashSet();
        var linked = others.Projects.SelectMany(project => project.LinkedFiles).Concat(restored).ToHashSet();
        return this with
        {
            Projects =
            [
                .. Projects.Select(project => project with
                {
                    RestoreInputs = [.. project.RestoreInputs.Where(file => !restored.Contains(file))],
                    LinkedFiles = [.. project.LinkedFiles.Where(file => !linked.Contains(file))],
                }),
            ],
        };
    }
}
