namespace MultiStage.Model;

/// <summary>Where things lie inside a builder.</summary>
internal static class BuilderFolders
{
    /// <summary>The build context.</summary>
    public static readonly ImagePath Source = ImagePath.Of("/src");

    /// <summary>What stages leave for others, one folder a purpose.</summary>
    public static readonly ImagePath Output = ImagePath.Of("/out");
}
