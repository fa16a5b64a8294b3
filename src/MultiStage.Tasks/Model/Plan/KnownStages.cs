namespace MultiStage.Model;

/// <summary>Names of the stages that every plan has.</summary>
internal static class KnownStages
{
    /// <summary>What runs, without the app: the first stage of the file, which IDEs use.</summary>
    public const string Base = "base";

    /// <summary>Restored packages and sources.</summary>
    public const string Build = "build";

    /// <summary>The files of the image.</summary>
    public const string Publish = "publish";

    /// <summary>The image that ships: the last stage of the file, which a plain <c>docker build</c> builds.</summary>
    public const string Final = "final";
}
