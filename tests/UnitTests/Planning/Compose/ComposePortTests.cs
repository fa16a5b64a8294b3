using MultiStage.Diagnostics;
using MultiStage.Planning.Compose;
using MultiStage.Planning.Options;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning.Compose;

public sealed class ComposePortTests
{
    [Theory]
    [InlineData("5000", "A_PORT 5000:5000")]
    [InlineData("80", "A_PORT 8080:80")]
    [InlineData("443", "A_PORT 8443:443")]
    [InlineData("1023", "A_PORT 9023:1023")]
    [InlineData("1024", "A_PORT 1024:1024")]
    [InlineData("65535", "A_PORT 65535:65535")]
    [InlineData("53/udp", "A_PORT 8053:53/udp")]
    [InlineData("53/udp;53", "A_PORT 8053:53;A_PORT_53_UDP 8053:53/udp")]
    [InlineData("8080;8081", "A_PORT 8080:8080;A_PORT_8081 8081:8081")]
    [InlineData("80;8080", "A_PORT 8080:80;A_PORT_8080 8081:8080")]
    [InlineData("", "")]
    public void A_port_is_published_under_its_own_number_where_that_is_free_and_allowed(string ports, string expected) =>
        Assert.Equal(expected, string.Join(';', ComposePlanner.Plan("x", [App("a", ports)]).Services[0].Ports.Select(Text)));

    [Fact]
    public void Services_do_not_take_ports_from_one_another()
    {
        var model = ComposePlanner.Plan("x",
            [App("c", "8080"), App("a", "8080"), App("b", "8080;8082"), App("d", "65535"), App("e", "65535")]);
        Assert.Equal(
            ["A_PORT 8080:8080", "B_PORT 8081:8080", "B_PORT_8082 8082:8082", "C_PORT 8083:8080", "D_PORT 65535:65535",
                "E_PORT 1024:65535"],
            model.Services.SelectMany(service => service.Ports).Select(Text));
    }

    [Fact]
    public void A_service_for_debugging_takes_what_the_others_leave()
    {
        var model = ComposePlanner.Plan("x", [ComposeModels.App("A", null, "debug", "test"), ComposeModels.App("B")]);
        Assert.Equal(["A_PORT 8080:8080", "A_DEBUG_PORT 8082:8080", "B_PORT 8081:8080"],
            model.Services.SelectMany(service => service.Ports).Select(Text));
    }

    [Theory]
    [InlineData("9000", "A_PORT 9000:8080;B_PORT 8080:8080")]
    [InlineData("8080", "A_PORT 8080:8080;B_PORT 8081:8080")]
    [InlineData("8081", "A_PORT 8081:8080;B_PORT 8080:8080")]
    [InlineData("80", "A_PORT 80:8080;B_PORT 8080:8080")]
    [InlineData("none", "B_PORT 8080:8080")]
    [InlineData("None", "B_PORT 8080:8080")]
    [InlineData("", "A_PORT 8080:8080;B_PORT 8081:8080")]
    public void A_port_that_an_item_asks_for_comes_first(string hostPort, string expected)
    {
        var model = ComposePlanner.Plan("x", [App("a", "8080") with { HostPorts = [new("8080", "", hostPort)] }, App("b", "8080")]);
        Assert.Equal(expected, string.Join(';', model.Services.SelectMany(service => service.Ports).Select(Text)));
    }

    [Fact]
    public void A_wanted_port_of_the_last_service_is_not_given_to_the_first() =>
        Assert.Equal(
            ["A_PORT 8081:8080", "B_PORT 8080:8080"],
            ComposePlanner.Plan("x",
                [App("a", "8080"),
                    App("b", "8080") with { HostPorts = [new("8080", "tcp", "8080")] }]).Services.SelectMany(service => service.Ports)
                    .Select(Text));

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("http")]
    [InlineData("1.5")]
    [InlineData("80 ")]
    [InlineData("80\n81")]
    [InlineData("8000-8010")]
    [InlineData("127.0.0.1:80")]
    public void A_HostPort_that_is_no_port_is_an_error(string hostPort)
    {
        var error =
            Assert.Throws<ContainerException>(
                () => ComposePlanner.Plan("x", [App("a", "8080") with { HostPorts = [new("8080", "", hostPort)] }]));
        Assert.Equal("MST5806", error.Descriptor.Code);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_HostPort_that_two_projects_ask_for_is_an_error()
    {
        ComposeApp Wanting(string name) => App(name, "8080") with { HostPorts = [new("8080", "", "9000")] };
        var error = Assert.Throws<ContainerException>(() => ComposePlanner.Plan("x", [Wanting("b"), Wanting("a")]));
        Assert.Equal("MST5806", error.Descriptor.Code);
        Assert.Contains("'b' has the HostPort '9000': 'a' has it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_number_for_tcp_and_udp_is_no_collision() =>
        Assert.Equal(2,
            ComposePlanner.Plan("x",
                [App("a", "8080;8080/udp") with { HostPorts = [new("8080", "", "9000"), new("8080", "UDP", "9000")] }]).Services[
                    0].Ports.Count(port => port.HostPort == 9000));

    private static ComposeApp App(string name, string ports) =>
        ComposeModels.App(name, Models.Options with
        {
            BaseImage = "mcr.microsoft.com/dotnet/runtime:10.0",
            Ports = [
                .. ports.Split(';', StringSplitOptions.RemoveEmptyEntries)
                    .Select(port => new PortOption(port.Split('/')[0], port.Contains('/') ? "udp" : ""))],
        });

    private static string Text(ComposePort port) => $"{port.Variable} {port.HostPort}:{port.Port}{(port.Protocol == "udp" ? "/udp" : "")}";
}
