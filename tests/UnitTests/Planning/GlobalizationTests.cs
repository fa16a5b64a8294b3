using MultiStage.Diagnostics;
using MultiStage.Planning;
using MultiStage.Planning.Core;
using MultiStage.Planning.Features;
using MultiStage.Planning.Options;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning;

/// <summary>Cultures and time zones on each family of images.</summary>
public sealed class GlobalizationTests
{
    [Theory]
    // inferred image, invariant, time zone -> image, warning
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0", false, "", "10.0", false)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:8.0-bookworm-slim", false, "Europe/Berlin", "8.0-bookworm-slim", false)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-alpine", false, "", "10.0-alpine-extra", false)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-alpine", true, "", "10.0-alpine", false)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-alpine", true, "Europe/Berlin", "10.0-alpine-extra", false)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", false, "", "10.0-noble-chiseled-extra", false)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled-composite", false, "", "8.0-jammy-chiseled-composite-extra", false)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", true, "", "10.0-noble-chiseled", false)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-azurelinux3.0-distroless", false, "", "10.0-azurelinux3.0-distroless-extra", false)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:9.0-alpine", false, "", "9.0-alpine", true)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:9.0-alpine", true, "", "9.0-alpine", false)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:9.0-alpine", true, "Europe/Berlin", "9.0-alpine", true)]
    public void An_inferred_image_has_what_the_app_needs_or_a_warning_says_so(string image, bool isInvariant, string timeZone,
        string tag, bool warns)
    {
        var solution = Solution(isInvariant);
        var options = Models.Options with { BaseImage = image, TimeZone = timeZone };
        Assert.EndsWith(":" + tag, PlanReading.BaseImageOf(solution, options), StringComparison.Ordinal);
        Assert.Equal(warns ? 1 : 0, Warnings(solution, options).Count());
    }

    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-alpine", "like the invariant one", "icu-libs")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", "like the invariant one", "-extra")]
    [InlineData("alpine:3.22", "Couldn't find a valid ICU package", "icu-libs")]
    [InlineData("debian:12-slim", "Couldn't find a valid ICU package", "libicu72")]
    [InlineData("registry.example/team/base:3", null, null)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-alpine-extra", null, null)]
    public void An_image_of_the_project_s_own_is_kept_and_the_warning_says_what_breaks(string image, string? breaks, string? way)
    {
        var options = Models.Options with { BaseImage = image, IsBaseImageOwn = true };
        var warning = Warnings(Solution(false), options).SingleOrDefault();
        Assert.Equal(breaks is not null, warning is not null);
        if (warning is null)
            return;
        Assert.Equal("MST5017", warning.Descriptor.Code);
        Assert.Contains(image, warning.Message, StringComparison.Ordinal);
        Assert.Contains(breaks!, warning.Message, StringComparison.Ordinal);
        Assert.Contains(way!, warning.Message, StringComparison.Ordinal);
        Assert.Empty(Warnings(Solution(true), options));
        Assert.Empty(
            Warnings(Solution(false), options with { Environment = [new NameValue("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "true")] }));
    }

    [Fact]
    public void A_package_with_ICU_is_put_to_use()
    {
        var options = Models.Options with
        {
            BaseImage = "mcr.microsoft.com/dotnet/aspnet:9.0-alpine",
            Items = new StageOptions { Packages = [new("icu-libs"), new("tzdata")] },
            TimeZone = "Asia/Tokyo",
        };
        Assert.Empty(Warnings(Solution(false), options));
        Assert.Equal([new("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "false"), new("TZ", "Asia/Tokyo")], Environment(options));
        Assert.Equal([new("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "true"), new("TZ", "UTC")],
            Environment(options with { Environment = [new("TZ", "UTC"), new("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "true")] }));
    }

    [Theory]
    [InlineData("de-DE", "de_DE.UTF-8")]
    [InlineData("de_DE.UTF-8", "de_DE.UTF-8")]
    [InlineData("zh-Hant-TW", "zh_Hant_TW.UTF-8")]
    [InlineData("C", "C")]
    [InlineData("C.UTF-8", "C.UTF-8")]
    public void A_locale_becomes_LANG(string locale, string expected) =>
        Assert.Equal([new("LANG", expected)], Environment(Models.Options with { Locale = locale }));

    [Theory]
    [InlineData("de DE", "")]
    [InlineData("$x", "")]
    [InlineData("", "Europe/Ber lin")]
    [InlineData("", "../etc/passwd")]
    public void A_wrong_locale_or_time_zone_is_an_error(string locale, string timeZone) =>
        Assert.Equal("MST5016",
            Assert.Throws<ContainerException>(
                () => Environment(Models.Options with { Locale = locale, TimeZone = timeZone })).Descriptor.Code);

    [Fact]
    public void A_locale_for_an_invariant_app_is_a_warning() =>
        Assert.Contains("'de-DE'", Assert.Single(Warnings(Solution(true), Models.Options with { Locale = "de-DE" })).Message,
            StringComparison.Ordinal);

    private static IEnumerable<PlanWarning> Warnings(SolutionModel solution, ContainerOptions options) =>
        new LocaleFeature().Warnings(Planner.Request(solution, options));

    private static SolutionModel Solution(bool isInvariant) =>
        Models.Web with { Publish = Models.Publish with { IsInvariantGlobalization = isInvariant } };

    private static IReadOnlyList<NameValue> Environment(ContainerOptions options) =>
        Planner.Plan(Models.Web, options).Find("base")!.Settings().Environment;
}
