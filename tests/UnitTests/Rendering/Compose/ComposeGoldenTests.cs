using MultiStage.Planning;
using MultiStage.Planning.Compose;
using MultiStage.Planning.Options;
using MultiStage.Rendering;
using MultiStage.Rendering.Compose;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Rendering.Compose;

/// <summary>Compose files as reviewed: that of the shop, and one with everything.</summary>
public sealed class ComposeGoldenTests
{
    /// <summary>The golden folder without a Dockerfile.</summary>
    public const string Everything = "compose";

    [Fact]
    public void The_file_of_one_web_project_is_as_reviewed()
    {
        var shop = ComposeModels.App("Shop.Web") with { Plan = Planner.Plan(GoldenTests.Shop(), Models.Options), Repository = "shop",
            Context = "../.." };
        Golden.VerifyFile("shop", "compose.yaml", ComposeWriter.Write(ComposePlanner.Plan("Shop.Web", [shop]), "Shop.Web.csproj"));
    }

    [Fact]
    public void The_file_of_a_solution_is_as_reviewed()
    {
        var web = ComposeModels.App("Shop.Web", Models.Options with
        {
            Items = new StageOptions { Items = [PlanReading.Volume("/var/lib/shop"), PlanReading.Volume("/my data")] },
            Secrets = [new SecretOption("licence", "publish", ""), new SecretOption("npm", "build", "NPM_TOKEN")],
            Environment = [new NameValue("MOTD", "5 $ off\nyes")],
        }, "debug", "migrations", "test");
        web = web with
        {
            BuildArguments = LineBreakArguments.For(web.Plan),
            Registry = "registry.example:5000",
            Repository = "shop/web",
            Tag = "1.4.0",
            Network = "host",
            Secrets = [new ComposeSecretSource("licence", "keys/web.txt", ""), new ComposeSecretSource("npm", "", "NPM_TOKEN")],
        };
        var admin = ComposeModels.App("Shop.Admin", Models.Options with
        {
            Ports = [new PortOption("443", "tcp"), new PortOption("5353", "udp")],
            Secrets = [new SecretOption("licence", "publish", "")],
        }) with
        {
            Dockerfile = "deploy/Admin.Dockerfile",
            HostPorts = [new HostPortOption("5353", "udp", "none"), new HostPortOption("443", "tcp", "9443")],
            Secrets = [new ComposeSecretSource("licence", "keys/admin.txt", "")],
        };
        var worker = ComposeModels.Worker("Shop.Mail") with { Service = "mail", RuntimeIdentifier = "linux-arm64" };
        Golden.VerifyFile(Everything, "compose.yaml", ComposeWriter.Write(ComposePlanner.Plan("Shop", [worker, web, admin]), "Shop.slnx"));
    }
}
