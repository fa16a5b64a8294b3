using MultiStage.Engines.Docker;
using MultiStage.Rendering;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Engines;

public sealed class DockerProbeTests
{
    [Theory]
    [InlineData("docker20-info.json", 20, 10, false)]
    [InlineData("docker28-info.json", 28, 5, true)]
    public void The_info_of_a_running_engine_is_read(string recording, int major, int minor, bool hasContainerdStore)
    {
        var info = DockerInfo.Read(Recording.Text(recording));
        Assert.Equal((major, minor, "linux", hasContainerdStore, ""),
            (info.Server!.Major, info.Server.Minor, info.OSType, info.HasContainerdStore, info.ServerError));
    }

    [Theory]
    [InlineData("docker20-info-stopped.json")]
    [InlineData("docker28-info-stopped.json")]
    public void The_info_of_a_stopped_engine_has_no_server(string recording) =>
        Assert.Null(DockerInfo.Read(Recording.Text(recording)).Server);

    [Fact]
    public void A_stopped_engine_says_why() => Assert.StartsWith(
        "Cannot connect to the Docker daemon at unix:///var/run/docker.sock",
        DockerInfo.Read(Recording.Text("docker20-info-stopped.json")).ServerError, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("Cannot connect")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"ServerVersion\":\"\"}")]
    [InlineData("{\"ServerVersion\":null}")]
    [InlineData("{\"ServerVersion\":7}")]
    [InlineData("{\"ServerVersion\":\"28.1.0\",\"ServerErrors\":[7]}")]
    public void An_answer_without_version_is_no_engine(string text)
    {
        var info = DockerInfo.Read(text);
        Assert.True(info.Server is null or { Major: 28 });
    }

    [Theory]
    [InlineData("github.com/docker/buildx 0.29.1+ds1 0.29.1+ds1-4", "0.29.1")]
    [InlineData("github.com/docker/buildx v0.13.0 abc\n", "0.13.0")]
    [InlineData("github.com/docker/buildx v0.12.0-rc1 abc", "0.12.0")]
    [InlineData("nothing", null)]
    [InlineData("", null)]
    public void The_version_of_buildx_is_read(string text, string? expected) =>
        Assert.Equal(expected, DockerFinder.ReadBuildx(text)?.ToString());

    [Theory]
    [InlineData("20.10.24", null, "Portable", false)]
    [InlineData("20.10.24", "0.10.0", "Portable", false)]
    [InlineData("23.0.0", null, "Portable", false)]
    [InlineData("23.0.0", "0.10.0", "Modern", false)]
    [InlineData("22.9", "0.13.0", "Portable", true)]
    [InlineData("28.5.2", "0.12.9", "Modern", false)]
    [InlineData("28.5.2", "0.13.0", "Modern", true)]
    public void Versions_decide_dialect_and_progress(string server, string? buildx, string dialect, bool hasRawJson)
    {
        var facts = new DockerFacts(new Version(server), buildx is null ? null : new Version(buildx), false);
        Assert.Equal((Enum.Parse<DockerfileDialect>(dialect), hasRawJson), (facts.Dialect, facts.HasRawJson));
        Assert.Equal(buildx is null ? $"Docker {server}" : $"Docker {server} (buildx {buildx})", facts.Description);
    }
}
