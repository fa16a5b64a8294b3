namespace MultiStage.Model;

/// <summary>The layers that the published files are split into, from the one that changes least to the one that changes most.</summary>
internal static class AppLayers
{
    /// <summary>Files of the builder's own system, for an image without a base.</summary>
    public const string Root = "root";

    /// <summary>Runtime files of a self-contained app.</summary>
    public const string Framework = "framework";

    /// <summary>Files of NuGet packages.</summary>
    public const string Packages = "packages";

    /// <summary>Outputs of referenced projects.</summary>
    public const string Projects = "projects";

    /// <summary>The published project's own files, and all that has no other layer.</summary>
    public const string App = "app";

    /// <summary>What debuggers and tools read, for the stage <c>debug</c>; in no image that ships.</summary>
    public const string Symbols = "symbols";
}
