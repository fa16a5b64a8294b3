using MultiStage.Diagnostics;
using MultiStage.Planning;
using MultiStage.Planning.Images;
using MultiStage.Planning.Kinds;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning;

/// <summary>Which images build and run an app.</summary>
public sealed class ImageChoiceTests
{
    [Theory]
    // framework, SDK that evaluates, global.json, roll-forward -> tag
    [InlineData("net10.0", "10.0.401", "", "", "10.0")]
    [InlineData("net9.0", "10.0.401", "", "", "10.0")]
    [InlineData("net8.0", "10.0.401", "", "", "10.0")]
    [InlineData("net11.0", "11.0.100", "", "", "11.0")]
    [InlineData("net11.0", "11.0.100-preview.3.1", "", "", "11.0-preview")]
    [InlineData("net10.0", "11.0.100-preview.3.1", "", "", "10.0")]
    [InlineData("net10.0", "10.0.401", "10.0.401", "", "10.0.401")]
    [InlineData("net10.0", "10.0.401", "10.0.401", "disable", "10.0.401")]
    [InlineData("net10.0", "10.0.401", "10.0.401", "patch", "10.0.401")]
    [InlineData("net10.0", "10.0.401", "10.0.401", "latestPatch", "10.0.401")]
    [InlineData("net10.0", "10.0.401", "10.0.100", "feature", "10.0")]
    [InlineData("net10.0", "10.0.401", "10.0.100", "latestFeature", "10.0")]
    [InlineData("net10.0", "10.0.401", "10.0.100", "minor", "10.0")]
    [InlineData("net10.0", "10.0.401", "10.0.100", "latestMajor", "10.0")]
    [InlineData("net8.0", "10.0.401", "8.0.400", "", "10.0")]
    [InlineData("net8.0", "10.0.401", "8.0.400", "latestMajor", "10.0")]
    [InlineData("net10.0", "11.0.100", "11.0.100", "", "11.0.100")]
    [InlineData("net10.0", "11.0.100", "11.0.100", "latestFeature", "11.0")]
    [InlineData("net10.0-linux", "10.0.401", "", "", "10.0")]
    [InlineData("netstandard2.0", "10.0.401", "", "", "10.0")]
    [InlineData("", "", "nonsense", "", "10.0")]
    [InlineData("net10.0", "10.0.401", "10", "", "10.0")]
    public void The_SDK_follows_framework_and_global_json(string framework, string sdk, string version, string rollForward, string tag) =>
        Assert.Equal("mcr.microsoft.com/dotnet/sdk:" + tag,
            Sdk(publish =>
                publish with { TargetFramework = framework, SdkVersion = sdk, GlobalJsonVersion = version,
                    GlobalJsonRollForward = rollForward }));

    [Theory]
    [InlineData(false, "mcr.microsoft.com/dotnet/aspnet:10.0", "", "10.0")]
    [InlineData(false, "mcr.microsoft.com/dotnet/aspnet:10.0-alpine", "", "10.0-alpine")]
    [InlineData(false, "mcr.microsoft.com/dotnet/aspnet:10.0", "linux-musl-x64", "10.0-alpine")]
    [InlineData(false, "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", "", "10.0")]
    [InlineData(false, "registry.example/x:alpine-3", "", "10.0-alpine")]
    [InlineData(false, "registry.example/alpine:3", "", "10.0")]
    [InlineData(true, "mcr.microsoft.com/dotnet/runtime-deps:10.0", "", "10.0-noble-aot")]
    [InlineData(true, "mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled", "linux-x64", "10.0-noble-aot")]
    [InlineData(true, "mcr.microsoft.com/dotnet/runtime-deps:10.0-alpine", "", "10.0-alpine-aot")]
    [InlineData(true, "mcr.microsoft.com/dotnet/runtime-deps:10.0", "linux-musl-arm64", "10.0-alpine-aot")]
    [InlineData(true, "mcr.microsoft.com/dotnet/runtime-deps:10.0-azurelinux3.0-distroless", "", "10.0-azurelinux3.0-aot")]
    public void The_SDK_has_the_C_library_and_compiler_that_the_app_needs(bool isAot, string baseImage, string runtimeIdentifier,
        string tag) =>
        Assert.Equal("mcr.microsoft.com/dotnet/sdk:" + tag,
            SdkImage.Resolve(Models.Web with { Publish = Models.Publish with { IsAot = isAot } },
                Models.Options with { RuntimeIdentifier = runtimeIdentifier }, baseImage));

    [Theory]
    [InlineData("registry.example/sdk:1", "registry.example/sdk:1")]
    [InlineData("sdk", "sdk")]
    public void A_given_SDK_is_taken_as_it_is(string given, string expected) =>
        Assert.Equal(expected,
            SdkImage.Resolve(Models.Web, Models.Options with { SdkImage = given, BaseRegistry = "mirror.example" }, Models.AspNet));

    [Fact]
    public void A_wrong_SDK_image_is_refused() =>
        Assert.Equal("MST2005",
            Assert.Throws<ContainerException>(
                () => SdkImage.Resolve(Models.Web, Models.Options with { SdkImage = "A B" }, Models.AspNet)).Descriptor.Code);

    [Theory]
    [InlineData("mirror.example", "mirror.example/dotnet/sdk:10.0")]
    [InlineData("mirror.example/", "mirror.example/dotnet/sdk:10.0")]
    [InlineData("mirror.example:5000/mcr", "mirror.example:5000/mcr/dotnet/sdk:10.0")]
    [InlineData("localhost:5000", "localhost:5000/dotnet/sdk:10.0")]
    [InlineData("", "mcr.microsoft.com/dotnet/sdk:10.0")]
    public void A_mirror_takes_the_place_of_the_registry(string mirror, string expected) =>
        Assert.Equal(expected, SdkImage.Resolve(Models.Web, Models.Options with { BaseRegistry = mirror }, Models.AspNet));

    [Theory]
    // inferred base, needs ASP.NET, invariant, mirror -> base
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0", false, false, "", "mcr.microsoft.com/dotnet/aspnet:10.0")]
    [InlineData("mcr.microsoft.com/dotnet/runtime:10.0", false, false, "", "mcr.microsoft.com/dotnet/runtime:10.0")]
    [InlineData("mcr.microsoft.com/dotnet/runtime:10.0", true, false, "", "mcr.microsoft.com/dotnet/aspnet:10.0")]
    [InlineData("mcr.microsoft.com/dotnet/runtime-deps:10.0", true, false, "", "mcr.microsoft.com/dotnet/runtime-deps:10.0")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-alpine", false, false, "", "mcr.microsoft.com/dotnet/aspnet:10.0-alpine-extra")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-alpine", false, true, "", "mcr.microsoft.com/dotnet/aspnet:10.0-alpine")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:9.0-alpine", false, false, "", "mcr.microsoft.com/dotnet/aspnet:9.0-alpine")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:8.0-alpine", false, false, "", "mcr.microsoft.com/dotnet/aspnet:8.0-alpine")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-azurelinux3.0-distroless", false, false, "",
        "mcr.microsoft.com/dotnet/aspnet:10.0-azurelinux3.0-distroless-extra")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-alpine-extra", false, false, "", "mcr.microsoft.com/dotnet/aspnet:10.0-alpine-extra")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra", false, false, "",
        "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra")]
    [InlineData("mcr.microsoft.com/dotnet/runtime:10.0", true, false, "m.example/x", "m.example/x/dotnet/aspnet:10.0")]
    [InlineData("registry.example/dotnet/aspnet:10.0", false, false, "m.example", "registry.example/dotnet/aspnet:10.0")]
    public void An_inferred_base_image_is_corrected(string inferred, bool needsAspNet, bool isInvariant, string mirror, string expected)
    {
        var solution = Models.Solution(Models.ProjectAt("a/A.csproj"),
            Models.ProjectAt("b/B.csproj") with { NeedsAspNetCore = needsAspNet });
        Assert.Equal(expected,
            PlanReading.BaseImageOf(solution with { Publish = solution.Publish with { IsInvariantGlobalization = isInvariant } },
                Models.Options with { BaseImage = inferred, BaseRegistry = mirror }));
    }

    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/runtime:10.0-alpine")]
    [InlineData("alpine")]
    [InlineData("registry.example/x:1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void A_base_image_of_the_user_is_never_changed(string image)
    {
        var solution = Models.Solution(Models.ProjectAt("a/A.csproj") with { NeedsAspNetCore = true });
        Assert.Equal(image,
            PlanReading.BaseImageOf(
                solution, Models.Options with { BaseImage = image, IsBaseImageOwn = true, BaseRegistry = "m.example" }));
    }

    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0", true, true)]
    [InlineData("mirror.example/mcr/dotnet/aspnet:10.0", true, true)]
    [InlineData("mcr.microsoft.com/dotnet/runtime:10.0", true, false)]
    [InlineData("mcr.microsoft.com/dotnet/runtime-deps:10.0", true, false)]
    [InlineData("dotnet/aspnet", true, true)]
    [InlineData("mydotnet/aspnet", false, false)]
    [InlineData("registry.example/aspnet", false, false)]
    [InlineData("not a reference", false, false)]
    public void Microsofts_images_are_known_behind_any_registry(string image, bool isDotNet, bool isAspNet) =>
        Assert.Equal((isDotNet, isAspNet), (BaseImage.IsDotNet(image), BaseImage.IsAspNetCore(image)));

    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:7.0", true)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:6.0-alpine", true)]
    [InlineData("mirror.example/mcr/dotnet/runtime-deps:6.0.36-jammy-chiseled", true)]
    [InlineData("mcr.microsoft.com/dotnet/runtime:3.1", true)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:5.0", true)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:8.0", false)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-alpine", false)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:11.0-preview", false)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:latest", false)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet", false)]
    [InlineData("registry.example/aspnet:6.0", false)]
    [InlineData("not a reference", false)]
    public void Images_before_NET_8_have_no_user_of_their_own(string image, bool isBefore)
    {
        Assert.Equal(isBefore, BaseImage.IsBeforeNet8(image));
        var user = new FrameworkDependentApp().User(image);
        Assert.Equal(isBefore || !BaseImage.IsDotNet(image) ? AppUser.Number : "", user.Name);
    }

    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:6.0", "", "http://+:8080", 8080)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:7.0-alpine", "", "http://+:8080", 8080)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:6.0", "http://*:5000", "http://*:5000", 5000)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:8.0", "", null, 8080)]
    [InlineData("mcr.microsoft.com/dotnet/runtime:6.0", "", null, null)]
    public void Apps_on_images_before_NET_8_listen_where_those_on_newer_ones_do(string image, string own, string? urls, int? port)
    {
        var options = Models.Options with { BaseImage = image, IsBaseImageOwn = true,
            Environment = own.Length > 0 ? [new("ASPNETCORE_URLS", own)] : [] };
        var @base = Planner.Plan(Models.Web, options).Find(KnownStages.Base)!;
        Assert.Equal(urls, @base.Settings().Environment.SingleOrDefault(variable => variable.Name == "ASPNETCORE_URLS")?.Value);
        Assert.Equal(port, @base.Settings().Ports.SingleOrDefault()?.Port);
    }

    private static string Sdk(Func<PublishModel, PublishModel> change) =>
        SdkImage.Resolve(Models.Web with { Publish = change(Models.Publish) }, Models.Options, Models.AspNet);
}
