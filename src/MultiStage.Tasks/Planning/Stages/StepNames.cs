namespace MultiStage.Planning.Stages;

/// <summary>Names of the blocks in stages that are always there: what Before and After of items can say.</summary>
internal static class StepNames
{
    /// <summary>Every stage: OS packages.</summary>
    public const string Packages = "packages";

    /// <summary>Stages base and final, and own ones: working directory, environment, ports; labels, health check.</summary>
    public const string Settings = "settings";

    /// <summary>Stage base: the change to the app's user.</summary>
    public const string User = "user";

    /// <summary>Stage build: the inputs of restore, and restore.</summary>
    public const string Restore = "restore";

    /// <summary>Stages of front ends: what installing packages reads, and installing.</summary>
    public const string Install = "install";

    /// <summary>Stages build and of front ends: the sources.</summary>
    public const string Sources = "sources";

    /// <summary>Stage publish: compile and publish.</summary>
    public const string Publish = "publish";

    /// <summary>Stage final: folders for volumes.</summary>
    public const string Volumes = "volumes";

    /// <summary>Stage final: the app's files.</summary>
    public const string App = "app";

    /// <summary>Stage final: what the image starts. Stages of front ends: what builds.</summary>
    public const string Command = "command";

    /// <summary>Stage migrations-build: the tool dotnet-ef.</summary>
    public const string Tool = "tool";

    /// <summary>Stage migrations-build: compile, and bundle the migrations.</summary>
    public const string Bundle = "bundle";
}
