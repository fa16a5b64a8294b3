using MultiStage.Planning;
using MultiStage.Planning.Features;
using MultiStage.Planning.Options;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning;

public sealed class NativeLinkersTests
{
    private const string Ubuntu = "mcr.microsoft.com/dotnet/sdk:10.0-noble-aot";
    private const string Both = "gcc-aarch64-linux-gnu gcc-x86-64-linux-gnu libc6-dev-amd64-cross libc6-dev-arm64-cross";

    [Theory]
    [InlineData("", "", "", "")]
    [InlineData("linux-x64", "", "", "")]
    [InlineData("linux-x64", "linux-x64", "linux-arm64", "")]
    [InlineData("linux-arm64", "", "", "gcc-aarch64-linux-gnu libc6-dev-arm64-cross")]
    [InlineData("linux-arm", "", "", "gcc-arm-linux-gnueabihf libc6-dev-armhf-cross")]
    [InlineData("", "linux-arm64;linux-x64", "", Both)]
    [InlineData("", "linux-x64;linux-arm64", "", Both)]
    [InlineData("linux-arm64", "linux-arm64", "linux-x64", "gcc-aarch64-linux-gnu libc6-dev-arm64-cross")]
    [InlineData("", "", "linux-x64;linux-arm64;win-x64;osx-arm64", Both)]
    [InlineData("", "", "win-arm64", "")]
    [InlineData("", "linux-musl-x64;linux-musl-arm64", "", "")]
    [InlineData("linux-s390x", "", "", "")]
    public void Another_architecture_gets_its_linker_and_C_library(string one, string all, string project, string packages) =>
        Assert.Equal(packages, Installed(one, all, project, Ubuntu));

    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/sdk:10.0-alpine-aot")]
    [InlineData("mcr.microsoft.com/dotnet/sdk:10.0-azurelinux3.0-aot")]
    [InlineData("registry.example/own/builder:1")]
    public void Only_where_the_distribution_has_them(string sdkImage) =>
        Assert.Equal("", Installed("linux-arm64", "", "", sdkImage));

    [Fact]
    public void Only_for_native_programs() =>
        Assert.Empty(Steps(Models.Web, Models.Options with { RuntimeIdentifier = "linux-arm64" }, Ubuntu));

    [Fact]
    public void They_are_no_item_of_the_project_that_the_embedded_engine_would_have_to_refuse() =>
        Assert.All(Steps("linux-arm64", "", "", Ubuntu), step => Assert.Null(step.Origin));

    private static string Installed(string one, string all, string project, string sdkImage) =>
        string.Join(' ',
            Steps(one, all, project, sdkImage).Cast<RunStep>().SelectMany(step => step.Commands).SelectMany(command => command.Words)
            .OfType<LiteralWord>().Select(word => word.Text)
            .Where(word => word.StartsWith("gcc-", StringComparison.Ordinal) || word.StartsWith("libc6", StringComparison.Ordinal)));

    private static IReadOnlyList<Step> Steps(string one, string all, string project, string sdkImage) => Steps(
        Models.Web with { Publish = Models.Publish with { IsAot = true, IsSelfContained = true, RuntimeIdentifiers = Split(project) } },
        Models.Options with { RuntimeIdentifier = one, RuntimeIdentifiers = Split(all) },
        sdkImage);

    private static string[] Split(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries);

    private static IReadOnlyList<Step> Steps(SolutionModel solution, ContainerOptions options, string sdkImage) =>
        new NativeFeature().BuilderPackages(Planner.Request(solution, options) with { SdkImage = sdkImage });
}
