using MultiStage.Planning.Kinds;
using MultiStage.Planning.Options;

namespace MultiStage.UnitTests.Support;

/// <summary>Models of static sites.</summary>
internal static class Sites
{
    /// <summary>A project with two pages and a script.</summary>
    public static SolutionModel Solution
    {
        get
        {
            var solution =
                Models.Solution(
                    Models.ProjectAt("src/Site/Site.csproj", "wwwroot/index.html", "wwwroot/docs/index.html", "wwwroot/app.js"));
            return solution with { Publish = solution.Publish with { IsStaticSite = true } };
        }
    }

    /// <summary>What the .NET SDK's own targets are told to infer.</summary>
    public static ContainerOptions Options => Models.Options with { BaseImage = StaticSite.DefaultImage.ToString(), Family = "nginx" };

    public static SiteSettings Settings => SiteRules.Settings(new SiteOptions(), []);
}
