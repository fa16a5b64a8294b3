namespace MultiStage.Model;

/// <summary>
/// Properties that the generated files pass to this package's targets inside the builder. Nobody else sets them, so they
/// begin with '_'; each is also the name of an environment variable, for tools that take no properties.
/// </summary>
internal static class BuilderNames
{
    /// <summary>The stage that the targets run in: they are inside the builder.</summary>
    public const string Stage = "_MultiStageBuilderStage";

    /// <summary>The layers to sort the published files into, with '+' between.</summary>
    public const string Layers = "_MultiStageLayers";

    /// <summary>Where publish writes the root folder of the image.</summary>
    public const string Root = "_MultiStageRoot";

    /// <summary><c>false</c> where a stage of its own builds the front end.</summary>
    public const string SpaBuild = "_MultiStageSpaBuild";

    /// <summary>The folder that holds all projects, for the plan of units.</summary>
    public const string UnitsRoot = "_MultiStageUnitsRoot";

    /// <summary>Where the program that builds units goes, and its plan.</summary>
    public const string UnitsFolder = "_MultiStageUnitsFolder";

    /// <summary>The ports of a static site, with '+' between.</summary>
    public const string SitePorts = "_MultiStageSitePorts";

    /// <summary>The folder of a static site in the image.</summary>
    public const string SiteFolder = "_MultiStageSiteFolder";

    /// <summary><c>false</c> where another stage brings pages of the static site.</summary>
    public const string SiteIsComplete = "_MultiStageSiteIsComplete";

    /// <summary>The contexts whose migrations must be there, with '+' between.</summary>
    public const string MigrationContexts = "_MultiStageMigrationContexts";

    /// <summary>The version of Microsoft.EntityFrameworkCore.Design that an app gets while its migrations are bundled.</summary>
    public const string EntityFrameworkVersion = "_MultiStageEntityFrameworkVersion";

    /// <summary>The build argument with the properties that only publish gets, in the form of MSBuild's <c>-p</c>.</summary>
    public const string PublishProperties = "PUBLISH_PROPERTIES";
}
