namespace MultiStage.Planning.Options;

/// <summary><c>ContainerMigrations</c>; values as written unless said.</summary>
/// <param name="Context">The DbContext, with or without its namespace; empty for the only one.</param>
internal sealed record MigrationOption(string Context)
{
    /// <summary>The project that has the migrations, relative to the context where it lies there; empty for the published one.</summary>
    public string Project { get; init; } = "";

    /// <summary>What the stage is called behind <c>migrations-</c> when there are several; empty for the context's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Version of dotnet-ef; empty to find it in the projects.</summary>
    public string ToolVersion { get; init; } = "";

    /// <summary>Whether the bundle brings .NET along; a boolean, empty to decide by the base image.</summary>
    public string SelfContained { get; init; } = "";

    /// <summary>Image that the bundle runs on; empty for the app's.</summary>
    public string BaseImage { get; init; } = "";

    /// <summary>The item, for messages.</summary>
    public string Origin => Context.Length == 0 ? "ContainerTarget 'migrations'" : $"ContainerMigrations '{Context}'";
}
