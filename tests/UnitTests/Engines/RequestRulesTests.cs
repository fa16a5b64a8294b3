using MultiStage.Diagnostics;
using MultiStage.Engines;
using MultiStage.Engines.Contract;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Engines;

/// <summary>What is asked against what an engine can do, without any engine.</summary>
public sealed class RequestRulesTests
{
    private static readonly EngineCapabilities All = new()
    {
        RunsCommands = true, KeepsImages = true, BuildsSeveralPlatforms = true, KeepsSeveralPlatforms = true, WritesOciArchive = true,
        WritesLayout = true,
        ReadsImageLocations = true, HasBuilders = true, MountsSecrets = true, BindsStages = true,
    };

    public static TheoryData<string> Requested => ["layout", "oci", "platforms", "store", "builder", "secret", "location"];

    [Theory]
    [MemberData(nameof(Requested))]
    public void What_an_engine_can_do_is_allowed(string what) =>
        RequestRules.Check(Request(what), new EngineProbe("Engine 1") { Capabilities = All });

    [Theory]
    [MemberData(nameof(Requested))]
    public void What_it_cannot_do_is_one_error_that_names_it(string what)
    {
        var can = what switch
        {
            "layout" => All with { WritesLayout = false },
            "oci" => All with { WritesOciArchive = false },
            "platforms" => All with { BuildsSeveralPlatforms = false },
            "store" => All with { KeepsSeveralPlatforms = false },
            "builder" => All with { HasBuilders = false },
            "secret" => All with { MountsSecrets = false },
            _ => All with { ReadsImageLocations = false },
        };
        var error =
            Assert.Throws<ContainerException>(() => RequestRules.Check(Request(what), new EngineProbe("Engine 1") { Capabilities = can }));
        Assert.Equal(what == "location" ? "MST3018" : "MST3011", error.Descriptor.Code);
        Assert.Contains("Engine 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_may_be_for_several_platforms_in_any_store() => RequestRules.Check(
        Requests.Image with { Targets = [
            new TargetRequest("export", [new Destination.Folder(OnHost("/out"), OnHost("/list"))])
                { Platforms = ["linux/amd64", "linux/arm64"] }] },
        new EngineProbe("Engine 1") { Capabilities = All with { KeepsSeveralPlatforms = false } });

    private static BuildRequest Request(string what)
    {
        var request = Requests.Image;
        var target = request.Targets[0];
        return what switch
        {
            "layout" => request with { Targets = [target with { Destinations = [new Destination.Layout(OnHost("/l"))] }] },
            "oci" => request with { Targets = [
                target with { Destinations = [new Destination.Store(), new Destination.Archive(OnHost("/a"), true)] }] },
            "platforms" or "store" => request with { Targets = [target with { Platforms = ["linux/amd64", "linux/arm64"] }] },
            "builder" => request with { Builder = "mine" },
            "secret" => request with { Secrets = [new SecretFile("key", OnHost("/s"))] },
            _ => request with { Plan =
                request.Plan with { Stages = [
                    .. request.Plan.Stages.Select(stage => stage.Name == "base" ? stage with { From = "oci:base" } : stage)] } },
        };
    }
}
