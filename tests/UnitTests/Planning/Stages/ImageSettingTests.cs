using MultiStage.Diagnostics;
using MultiStage.Planning;
using MultiStage.Planning.Options;
using MultiStage.Rendering;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning.Stages;

/// <summary>Volumes, stop signal and health check.</summary>
public sealed class ImageSettingTests
{
    [Fact]
    public void The_folders_of_volumes_are_made_for_the_user_of_the_app_before_its_files()
    {
        var final =
            OwnStageTests.Plan(
                new StageOptions { Items = [PlanReading.Volume("/var/lib/shop"), PlanReading.Volume("/data"),
                    PlanReading.Volume("/data")] }).Find("final")!;
        Assert.Equal(["WORKDIR", "WORKDIR", "WORKDIR", "VOLUME", "COPY", "ENTRYPOINT"], OwnStageTests.Words(final));
        Assert.Equal(["/data", "/var/lib/shop", "/app"], final.Steps.OfType<WorkingDirectoryStep>().Select(step => step.Path).Texts());
        Assert.Equal(["/data", "/var/lib/shop"], final.Settings().Volumes.Texts());
    }

    [Fact]
    public void Volumes_and_signals_come_back_as_they_were_given()
    {
        var text =
            DockerfileWriter.Write(
                OwnStageTests.Plan(
                    new StageOptions { Items = [PlanReading.Volume("/my $data"), PlanReading.Volume("/a\"b\\c'd")],
                        StopSignal = "SIGRTMIN+3" }), DockerfileDialect.Portable);
        var final = DockerfileReader.Stages(text)[^1];
        Assert.Equal(["/a\"b\\c'd", "/my $data"], final.Volumes);
        Assert.Equal("SIGRTMIN+3", final.StopSignal);
    }

    [Theory]
    [InlineData("curl -f http://localhost:8080/healthz", """CMD ["curl", "-f", "http://localhost:8080/healthz"]""")]
    [InlineData("/app/probe --url='a b' \"c d\" \"\"", """CMD ["/app/probe", "--url=a b", "c d", ""]""")]
    [InlineData("curl -f http://localhost:$PORT/ || exit 1", "CMD curl -f http://localhost:$PORT/ || exit 1")]
    [InlineData("test -e /tmp/ready", "CMD test -e /tmp/ready")]
    [InlineData("[ -e /tmp/ready ]", """CMD ["/bin/sh", "-c", "[ -e /tmp/ready ]"]""")]
    [InlineData("A=1 probe", "CMD A=1 probe")]
    [InlineData("echo \"$x\"", "CMD echo \"$x\"")]
    [InlineData("cat <<EOF", """CMD ["/bin/sh", "-c", "cat <<EOF"]""")]
    [InlineData("it's", "CMD it's")]
    [InlineData("NONE", "NONE")]
    public void A_check_runs_without_a_shell_where_it_needs_none(string command, string expected) =>
        Assert.Equal(expected, Read(PlanReading.Healthcheck(command)));

    [Theory]
    [InlineData("30s", "--interval=30s --timeout=30s --start-period=30s --retries=3 ")]
    [InlineData("1m30s", "--interval=90s --timeout=90s --start-period=90s --retries=3 ")]
    [InlineData("1h", "--interval=3600s --timeout=3600s --start-period=3600s --retries=3 ")]
    [InlineData("1500ms", "--interval=1500ms --timeout=1500ms --start-period=1500ms --retries=3 ")]
    public void Times_are_written_in_one_unit(string time, string expected) =>
        Assert.Equal(expected + """CMD ["x"]""", Read(PlanReading.Healthcheck("x", time, time, time, "3")));

    [Theory]
    [InlineData("x", "30", "", "Interval is '30'")]
    [InlineData("x", "s", "", "Interval is 's'")]
    [InlineData("x", "0s", "", "Interval is '0s'")]
    [InlineData("x", "-1s", "", "Interval is '-1s'")]
    [InlineData("x", "", "0", "Retries is '0'")]
    [InlineData("x", "", "many", "Retries is 'many'")]
    [InlineData(" ", "", "", "empty")]
    [InlineData("a\nb", "", "", "line break")]
    public void A_wrong_check_is_an_error(string command, string interval, string retries, string part)
    {
        var exception = Assert.Throws<ContainerException>(() => Read(PlanReading.Healthcheck(command, interval, retries: retries)));
        Assert.Equal("MST5015", exception.Descriptor.Code);
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_checks_are_an_error() =>
        Assert.Contains("more than one",
            Assert.Throws<ContainerException>(
                () => OwnStageTests.Plan(
                    new StageOptions { Items = [PlanReading.Healthcheck("a"), PlanReading.Healthcheck("b")] })).Message,
                    StringComparison.Ordinal);

    [Theory]
    [InlineData("/app/probe 8080", null)]
    [InlineData("curl localhost || exit 1", "MST5015")]
    public void A_check_that_needs_a_shell_is_an_error_where_there_is_none(string command, string? code)
    {
        var exception =
            Record.Exception(
                () => Planner.Plan(Models.Web,
                    Models.Options with { BaseImage = "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled",
                        Items = new StageOptions { Items = [PlanReading.Healthcheck(command)] } }));
        Assert.Equal(code, (exception as ContainerException)?.Descriptor.Code);
    }

    [Theory]
    [InlineData("data", "")]
    [InlineData("/", "")]
    [InlineData("/a\nb", "")]
    [InlineData("", "SIGKILL now")]
    [InlineData("", "65")]
    [InlineData("", "INT")]
    public void A_wrong_volume_or_signal_is_an_error(string volume, string signal) =>
        Assert.Equal("MST5016",
            Assert.Throws<ContainerException>(
                () => OwnStageTests.Plan(
                    new StageOptions { Items = volume.Length > 0 ? [PlanReading.Volume(volume)] : [],
                        StopSignal = signal })).Descriptor.Code);

    [Fact]
    public void They_survive_the_JSON()
    {
        var plan =
            OwnStageTests.Plan(
                new StageOptions { Items = [PlanReading.Volume("/data"), PlanReading.Healthcheck("x", "1m30s", retries: "2")],
                    StopSignal = "SIGINT", Packages = [new("curl")],
                    Runs = [new RunOption("r", "a\nb", new PlaceOption()) { User = "root" }],
                    Copies = [
                        new CopyOption("c", ["/x/*"], "/x/", new PlaceOption()) { From = "busybox:1", Owner = "1", Mode = "0755" }] });
        var json = PlanJson.Write(plan);
        Assert.Equal(json, PlanJson.Write(PlanJson.Read(json)));
        Assert.Equal(DockerfileWriter.Write(plan, DockerfileDialect.Modern),
            DockerfileWriter.Write(PlanJson.Read(json), DockerfileDialect.Modern));
        Assert.Contains("\"interval\": \"00:01:30\"", json, StringComparison.Ordinal);
    }

    private static string? Read(ProjectItem item) =>
        DockerfileReader.Stages(
            DockerfileWriter.Write(OwnStageTests.Plan(new StageOptions { Items = [item] }), DockerfileDialect.Portable))[^1].Healthcheck;
}
