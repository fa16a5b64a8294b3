using MultiStage.Diagnostics;
using MultiStage.Planning;
using MultiStage.Planning.Images;
using MultiStage.Planning.Kinds;
using MultiStage.Planning.Options;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning;

/// <summary>What single options may be and what becomes of them.</summary>
public sealed class OptionTests
{
    [Theory]
    [InlineData("80", "", 80, "tcp")]
    [InlineData("1", "tcp", 1, "tcp")]
    [InlineData("65535", "udp", 65535, "udp")]
    [InlineData("053", "UDP", 53, "udp")]
    public void A_port_is_read(string port, string type, int number, string protocol) =>
        Assert.Equal(new ImagePort(number, protocol), OptionRules.Port(new PortOption(port, type)));

    [Theory]
    [InlineData("0", "")]
    [InlineData("65536", "")]
    [InlineData("-1", "")]
    [InlineData("+1", "")]
    [InlineData("", "")]
    [InlineData(" 80", "")]
    [InlineData("80 ", "")]
    [InlineData("http", "")]
    [InlineData("80/tcp", "")]
    [InlineData("8080-8090", "")]
    [InlineData("1e3", "")]
    [InlineData("٨٠", "")]
    [InlineData("99999999999", "")]
    [InlineData("80", "sctp")]
    [InlineData("80", "tcp\nRUN x")]
    public void A_wrong_port_is_refused(string port, string type) =>
        Assert.Equal("MST2003", Assert.Throws<ContainerException>(() => OptionRules.Port(new PortOption(port, type))).Descriptor.Code);

    [Theory]
    [InlineData("A")]
    [InlineData("_a")]
    [InlineData("Logging__LogLevel__Default")]
    [InlineData("a.b-c")]
    public void A_name_of_an_environment_variable_is_accepted(string name) =>
        OptionRules.Check(Models.Options with { Environment = [new NameValue(name, "")] });

    [Theory]
    [InlineData("")]
    [InlineData("1A")]
    [InlineData("A B")]
    [InlineData("A=B")]
    [InlineData("A:B")]
    [InlineData("A\n")]
    [InlineData("-a")]
    [InlineData(".a")]
    [InlineData("É")]
    [InlineData("A$B")]
    [InlineData("A\"")]
    public void A_wrong_name_of_an_environment_variable_is_refused(string name) =>
        Refused("MST2004", Models.Options with { Environment = [new NameValue(name, "")] });

    [Theory]
    [InlineData("")]
    [InlineData("1A")]
    [InlineData("A-B")]
    [InlineData("A.B")]
    [InlineData("A B")]
    [InlineData("A=B")]
    public void A_wrong_name_of_a_build_argument_is_refused(string name) =>
        Refused("MST2014", Models.Options with { BuildArguments = [new NameValue(name, "")] });

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("a=b")]
    [InlineData("a\u0000b")]
    [InlineData("a\u00a0b")]
    public void A_wrong_name_of_a_label_is_refused(string name) =>
        Refused("MST2018", Models.Options with { Labels = [new NameValue(name, "")] });

    [Theory]
    [InlineData("", "build", "")]
    [InlineData("a b", "build", "")]
    [InlineData("a,b", "build", "")]
    [InlineData("../x", "build", "")]
    [InlineData("-a", "build", "")]
    [InlineData("a", "final", "")]
    [InlineData("a", "Build", "")]
    [InlineData("a", "build", "A B")]
    [InlineData("a", "build", "1")]
    [InlineData("a", "build", "A.B")]
    [InlineData("a", "build", "A-B")]
    public void A_wrong_secret_is_refused(string id, string stage, string variable) =>
        Refused("MST2013", Models.Options with { Secrets = [new SecretOption(id, stage, variable)] });

    [Theory]
    [InlineData("a\nb", "")]
    [InlineData("a\r", "")]
    [InlineData(" ", "")]
    [InlineData("", "/a\n/b")]
    [InlineData("", "\t")]
    public void A_user_or_folder_with_a_line_break_or_nothing_in_it_is_refused(string user, string folder) =>
        Refused("MST2011", Models.Options with { User = user, WorkingDirectory = folder });

    [Theory]
    [InlineData("win-x64")]
    [InlineData("osx-arm64")]
    [InlineData("linux")]
    [InlineData("linux-X64")]
    [InlineData("linux-x64;linux-arm64")]
    [InlineData("linux-x64\n")]
    [InlineData("any")]
    public void A_runtime_identifier_that_is_not_of_Linux_is_refused(string identifier) =>
        Refused("MST2007", Models.Options with { RuntimeIdentifier = identifier });

    [Theory]
    [InlineData("http://+:80;https://+:443", "80 443")]
    [InlineData("http://*:5000", "5000")]
    [InlineData("http://localhost:5000/path:99", "5000")]
    [InlineData("http://[::]:8081", "8081")]
    [InlineData("http://[::1]:8081;http://0.0.0.0:8082", "8081 8082")]
    [InlineData("http://+", "80")]
    [InlineData("https://+", "443")]
    [InlineData("HTTP://*/", "80")]
    [InlineData("http://unix:/tmp/app.sock", "")]
    [InlineData("http://+:99999", "")]
    [InlineData("", "8080")]
    [InlineData("nonsense", "")]
    public void Ports_follow_ASPNETCORE_URLS(string urls, string expected) =>
        Assert.Equal(expected, Ports(Models.AspNet, new NameValue("ASPNETCORE_URLS", urls)));

    [Fact]
    public void An_ASP_NET_image_listens_on_8080_unless_told_otherwise()
    {
        Assert.Equal("8080", Ports(Models.AspNet));
        Assert.Equal("8080", Ports("mcr.microsoft.com/dotnet/runtime-deps:10.0"));
        Assert.Equal("8080", Ports("mirror.example/ms/dotnet/runtime-deps:8.0-alpine"));
        Assert.Equal("", Ports("docker.io/library/debian:13"));
        Assert.Empty(ListeningPorts.Infer([], "mcr.microsoft.com/dotnet/runtime-deps:10.0", isWebApp: false));
        Assert.Single(ListeningPorts.Environment("mcr.microsoft.com/dotnet/runtime-deps:6.0", isWebApp: true));
        Assert.Empty(ListeningPorts.Environment("mcr.microsoft.com/dotnet/runtime-deps:6.0", isWebApp: false));
        Assert.Equal("9090", Ports(Models.AspNet, new NameValue("ASPNETCORE_HTTP_PORTS", "9090")));
        Assert.Equal("", Ports(Models.AspNet, new NameValue("ASPNETCORE_HTTP_PORTS", "")));
        Assert.Equal("8080 8443", Ports(Models.AspNet, new NameValue("ASPNETCORE_HTTPS_PORTS", "8443")));
        Assert.Equal("1 2 3",
            Ports(Models.AspNet, new NameValue("ASPNETCORE_HTTP_PORTS", "1; 2"), new NameValue("ASPNETCORE_HTTPS_PORTS", "3;x;0")));
        Assert.Equal("7",
            Ports(Models.AspNet, new NameValue("ASPNETCORE_HTTP_PORTS", "9"), new NameValue("ASPNETCORE_URLS", "http://+:7")));
        Assert.Equal("6", Ports(Models.AspNet, new NameValue("ASPNETCORE_HTTP_PORTS", "5"), new NameValue("ASPNETCORE_HTTP_PORTS", "6")));
    }

    [Fact]
    public void Ports_that_are_inferred_and_given_are_declared_once_and_in_order()
    {
        var plan = Planner.Plan(Models.Web,
            Models.Options with { Ports = [new("9000", "udp"), new("8080", "TCP"), new("80", ""), new("8080", "udp")] });
        Assert.Equal([new(80, "tcp"), new(8080, "tcp"), new(8080, "udp"), new(9000, "udp")], plan.Stages[0].Settings().Ports);
    }

    [Fact]
    public void The_last_value_of_a_name_that_is_given_twice_counts()
    {
        var plan = Planner.Plan(Models.Web,
            Models.Options with { Environment = [new("A", "1"), new("B", "2"), new("A", "3")], Labels = [new("x", "1"), new("x", "2")] });
        Assert.Equal([new("A", "3"), new("B", "2")], plan.Stages[0].Settings().Environment);
        Assert.Equal([new("x", "2")], plan.Stages[^1].Settings().Labels);
    }

    [Theory]
    // instruction, entrypoint, app command -> entrypoint | arguments
    [InlineData("", "", "", "dotnet /app/Hello.dll|d")]
    [InlineData("Entrypoint", "", "", "dotnet /app/Hello.dll|d")]
    [InlineData("DefaultArgs", "", "", "|dotnet /app/Hello.dll d")]
    [InlineData("None", "", "", "|d")]
    [InlineData("", "e", "", "e|d")]
    [InlineData("", "", "a", "a|d")]
    [InlineData("", "e", "a", "e|a d")]
    [InlineData("DefaultArgs", "e", "a", "e|a d")]
    [InlineData("DefaultArgs", "e", "", "e|dotnet /app/Hello.dll d")]
    [InlineData("None", "e", "", "e|d")]
    public void The_command_follows_the_in_box_rules(string instruction, string entrypoint, string app, string expected)
    {
        var command = ImageCommand.For(["dotnet", "/app/Hello.dll"], new CommandOptions
        {
            Instruction = instruction,
            Entrypoint = entrypoint.Length > 0 ? [entrypoint] : [],
            AppCommand = app.Length > 0 ? [app] : [],
            DefaultArgs = ["d"],
        });
        Assert.Equal(expected, $"{string.Join(' ', command.Entrypoint)}|{string.Join(' ', command.Arguments)}");
    }

    [Theory]
    [InlineData(false, false, "/app", "dotnet|/app/Hello.dll")]
    [InlineData(true, false, "/app", "/app/Hello")]
    [InlineData(false, true, "/app/", "/app/Hello")]
    [InlineData(false, false, "/", "dotnet|/Hello.dll")]
    [InlineData(true, false, "/my app", "/my app/Hello")]
    public void The_app_starts_itself_where_it_can(bool isSelfContained, bool isAot, string folder, string expected) =>
        Assert.Equal(expected, string.Join('|', Command(Models.Publish with { IsSelfContained = isSelfContained, IsAot = isAot }, folder)));

    private static IReadOnlyList<string> Command(PublishModel publish, string folder) =>
        AppKinds.Of(Models.Web with { Publish = publish }, Models.Options).Command(publish, InImage(folder));

    [Fact]
    public void An_unknown_instruction_is_refused() =>
        Assert.Equal("MST2015",
            Assert.Throws<ContainerException>(
                () => ImageCommand.For(["x"], new CommandOptions { Instruction = "entrypoint" })).Descriptor.Code);

    [Theory]
    [InlineData("", Models.AspNet, "", "APP_UID")]
    [InlineData("", "registry.example/x", "1654", "APP_UID")]
    [InlineData("root", Models.AspNet, "root", "")]
    [InlineData("1000:1000", "registry.example/x", "1000:1000", "")]
    public void The_user_is_never_root_by_default(string given, string image, string name, string variable)
    {
        var plan = Planner.Plan(Models.Web, Models.Options with { User = given, BaseImage = image, IsBaseImageOwn = true });
        Assert.Equal(new UserStep(name, variable), plan.Stages[0].Steps.OfType<UserStep>().Single());
    }

    [Theory]
    [InlineData(true, "7000 8080")]
    [InlineData(false, "7000")]
    public void Ports_of_the_project_alone_are_for_who_says_so(bool infers, string expected)
    {
        var plan = Planner.Plan(Models.Web, Models.Options with { Ports = [new PortOption("7000", "")], InfersPorts = infers });
        Assert.Equal(expected, string.Join(' ', plan.Stages[0].Settings().Ports.Select(step => step.Port)));
    }

    private static string Ports(string image, params NameValue[] environment) =>
        string.Join(' ', ListeningPorts.Infer(environment, image, isWebApp: true).Select(port => port.Port));

    private static void Refused(string code, ContainerOptions options) =>
        Assert.Equal(code, Assert.Throws<ContainerException>(() => OptionRules.Check(options)).Descriptor.Code);
}
