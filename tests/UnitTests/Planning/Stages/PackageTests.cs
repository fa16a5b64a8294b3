using MultiStage.Diagnostics;
using MultiStage.Planning;
using MultiStage.Planning.Images;
using MultiStage.Planning.Options;
using MultiStage.Rendering;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning.Stages;

/// <summary>OS packages in a stage.</summary>
public sealed class PackageTests
{
    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0", "Apt")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-noble", "Apt")]
    [InlineData("mcr.microsoft.com/dotnet/runtime:8.0-bookworm-slim", "Apt")]
    [InlineData("mirror.example/mcr/dotnet/sdk:10.0", "Apt")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-alpine", "Apk")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-alpine3.22-extra", "Apk")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-azurelinux3.0", "Tdnf")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:8.0-cbl-mariner2.0", "Tdnf")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-azurelinux3.0-distroless", "None")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", "None")]
    [InlineData("mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled-extra", "None")]
    [InlineData("gcr.io/distroless/static-debian12:nonroot", "None")]
    [InlineData("gcr.io/distroless/static-debian12:debug", "Unknown")]
    [InlineData("scratch", "None")]
    [InlineData("alpine:3.22", "Apk")]
    [InlineData("docker.io/library/node:22-alpine", "Apk")]
    [InlineData("node:22", "Apt")]
    [InlineData("debian:12-slim", "Apt")]
    [InlineData("ubuntu:24.04", "Apt")]
    [InlineData("registry.access.redhat.com/ubi9:9.6", "Dnf")]
    [InlineData("registry.access.redhat.com/ubi9-minimal:9.6", "Unknown")]
    [InlineData("fedora:42", "Dnf")]
    [InlineData("mcr.microsoft.com/azurelinux/base/core:3.0", "Tdnf")]
    [InlineData("registry.example/team/base:3", "Unknown")]
    [InlineData("Not An Image", "Unknown")]
    public void The_name_of_an_image_tells_its_package_manager(string image, string manager) =>
        Assert.Equal(manager, PackageManagers.Of(image).ToString());

    [Fact]
    public void What_final_needs_is_installed_first_of_all_in_base_and_not_by_the_app_user()
    {
        var plan = Plan(Models.AspNet, new("libgdiplus", "6.1+dfsg-1"), new("curl", Stage: "final"), new("tzdata", Stage: "base"),
            new("curl"));
        Assert.Equal(["USER 0", "RUN …", "WORKDIR", "EXPOSE", "USER $APP_UID"], OwnStageTests.Words(plan.Find("base")!));
        Assert.DoesNotContain(plan.Find("final")!.Steps, step => step is RunStep);
        Assert.Equal("ContainerPackage 'curl, libgdiplus, tzdata'", plan.Find("base")!.Steps.OfType<RunStep>().Single().Origin);
        Assert.Contains("""

            USER 0
            RUN --mount=type=cache,id=multistage-apt-cache,target=/var/cache/apt,sharing=locked \
                --mount=type=cache,id=multistage-apt-lists,target=/var/lib/apt/lists,sharing=locked \
                apt-get update \
             && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends -o Dir::Cache::Archives=/var/cache/apt/multistage curl libgdiplus=6.1+dfsg-1 tzdata
            WORKDIR /app
            """, DockerfileWriter.Write(plan, DockerfileDialect.Portable), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-alpine", "", "RUN apk add --no-cache a=1.2-r0 'b=1.*'\n")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-azurelinux3.0", "", "RUN tdnf install -y a-1.2-r0 'b-1.*' \\\n && tdnf clean all\n")]
    [InlineData("registry.example/base:1", "dnf",
        "RUN dnf install -y --nodocs --setopt=install_weak_deps=False a-1.2-r0 'b-1.*' \\\n && dnf clean all\n")]
    [InlineData("registry.example/base:1", "APK", "RUN apk add --no-cache a=1.2-r0 'b=1.*'\n")]
    public void Each_manager_is_asked_in_its_own_way(string image, string manager, string expected) =>
        Assert.Contains(expected,
            DockerfileWriter.Write(Plan(image, new("b", "1.*", "", manager), new("a", "1.2-r0")), DockerfileDialect.Portable),
            StringComparison.Ordinal);

    [Fact]
    public void A_stage_of_the_project_gets_its_own_packages_before_its_own_steps()
    {
        var plan = OwnStageTests.Plan(new StageOptions
        {
            Stages = [new StageOption("tools", "node:22-alpine") { WorkingDirectory = "/tools" }, new StageOption("probe", "base")],
            Packages = [new("git", Stage: "tools"), new("busybox", Stage: "probe"), new("clang", Stage: "build")],
            Runs = [new RunOption("git clone", "git clone", new PlaceOption("tools")),
                new RunOption("early", "early", new PlaceOption("tools", "packages")),
                new RunOption("late", "late", new PlaceOption("tools", "", "packages"))],
        });
        Assert.Equal(["RUN early", "USER 0", "RUN …", "RUN late", "WORKDIR", "RUN git clone"], OwnStageTests.Words(plan.Find("tools")!));
        Assert.Equal(["USER 0", "RUN …", "USER $APP_UID"], OwnStageTests.Words(plan.Find("probe")!));
        Assert.Contains("apk add", Text(plan, "tools"), StringComparison.Ordinal);
        Assert.Contains("apt-get", Text(plan, "probe"), StringComparison.Ordinal);
        Assert.StartsWith("USER 0,RUN …", string.Join(',', OwnStageTests.Words(plan.Find("build")!)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MST5011", "a b", "", "", "", Models.AspNet)]
    [InlineData("MST5011", "-y", "", "", "", Models.AspNet)]
    [InlineData("MST5011", "a=1", "", "", "", Models.AspNet)]
    [InlineData("MST5011", "a;rm", "", "", "", Models.AspNet)]
    [InlineData("MST5011", "a", "1 2", "", "", Models.AspNet)]
    [InlineData("MST5011", "a", "$(id)", "", "", Models.AspNet)]
    [InlineData("MST5012", "a", "", "", "", "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra")]
    [InlineData("MST5012", "a", "", "empty", "", Models.AspNet)]
    [InlineData("MST5013", "a", "", "", "", "registry.example/team/base:3")]
    [InlineData("MST5010", "a", "", "", "yum", Models.AspNet)]
    [InlineData("MST5010", "a", "", "", "1", Models.AspNet)]
    [InlineData("MST5001", "a", "", "nope", "", Models.AspNet)]
    public void A_mistake_is_an_error(string code, string name, string version, string stage, string manager, string image)
    {
        var exception = Assert.Throws<ContainerException>(() => Planner.Plan(Models.Web, Models.Options with
        {
            BaseImage = image, IsBaseImageOwn = true,
            Items = new StageOptions { Stages = [new StageOption("empty", "scratch")], Packages = [new(name, version, stage, manager)] },
        }));
        Assert.Equal(code, exception.Descriptor.Code);
        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_versions_of_one_package_are_an_error() =>
        Assert.Contains("'1' and '2'", Assert.Throws<ContainerException>(() => Plan(Models.AspNet, new("a", "2"), new("a", "1"))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void The_order_of_packages_never_shows()
    {
        PackageOption[] packages = [new("c"), new("a", "1"), new("b", Stage: "build"), new("d", Stage: "publish")];
        Assert.Equal(PlanJson.Write(Plan(Models.AspNet, packages)), PlanJson.Write(Plan(Models.AspNet, [.. packages.Reverse()])));
    }

    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", false, true)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", true, false)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0", false, false)]
    [InlineData("registry.example/base:1", false, false)]
    public void A_command_without_a_shell_is_an_error_unless_one_may_have_been_copied(string image, bool copies, bool isError)
    {
        var items = new StageOptions
        {
            Runs = [new RunOption("x", "x", new PlaceOption())],
            Copies = copies ? [new CopyOption("sh", ["/bin/busybox"], "/bin/sh", new PlaceOption()) { From = "busybox:1" }] : [],
        };
        var exception =
            Record.Exception(
                () => Planner.Plan(Models.Web, Models.Options with { BaseImage = image, IsBaseImageOwn = true, Items = items }));
        Assert.Equal(isError ? "MST5014" : null, (exception as ContainerException)?.Descriptor.Code);
    }

    private static BuildPlan Plan(string image, params PackageOption[] packages) =>
        Planner.Plan(Models.Web,
            Models.Options with { BaseImage = image, IsBaseImageOwn = true, Items = new StageOptions { Packages = packages } });

    private static string Text(BuildPlan plan, string stage) =>
        DockerfileWriter.Write(plan with { Stages = [plan.Find(stage)!] }, DockerfileDialect.Modern);
}
