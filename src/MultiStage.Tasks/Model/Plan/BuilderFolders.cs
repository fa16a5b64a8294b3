namespace MultiStage.Model;

/// <summary>Where things lie inside a builder.</summary>
internal static class BuilderFolders
{
    /// <summary>The build context.</summary>
    public const string Source = "/src";

    /// <summary>What stages leave for others, one folder a purpose.</summary>
    public const string Output = "/out";
}
