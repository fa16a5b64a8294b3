namespace MultiStage.Model;

/// <summary>The non-root user of Microsoft's images, which images of any other base get too.</summary>
internal static class AppUser
{
    /// <summary>Its number, also that of its group.</summary>
    public const string Number = "1654";
}
