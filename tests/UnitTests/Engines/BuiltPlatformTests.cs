using MultiStage.Diagnostics;
using MultiStage.Engines.Docker;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Engines;

/// <summary>An image of an engine that does not warn of a base for another platform.</summary>
public sealed class BuiltPlatformTests
{
    [Fact]
    public async Task Programs_for_another_platform_are_an_error_and_the_container_is_removed()
    {
        var docker = Docker("arm64").Answer("cp c:/lib64/ld-linux-x86-64.so.2", "").Answer("cp", "no such path", exitCode: 1);
        var error = await Assert.ThrowsAsync<ContainerException>(() => new BuiltPlatform(docker).CheckAsync("a:1", "base:1", default));
        Assert.Equal("MST3022", error.Descriptor.Code);
        foreach (var part in new[] { "'base:1'", "linux/arm64", "linux/amd64" })
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal(["rm", "--force", "c"], docker.Runs[^1]);
    }

    [Theory]
    [InlineData("amd64", "cp c:/lib64/ld-linux-x86-64.so.2")]
    [InlineData("amd64", "cp c:/lib/ld-musl-x86_64.so.1")]
    [InlineData("arm64", "cp c:/lib/ld-linux-aarch64.so.1")]
    [InlineData("arm64", "cp none")]
    [InlineData("riscv64", "cp c:/lib64/ld-linux-x86-64.so.2")]
    public async Task Its_own_programs_none_and_a_platform_that_nobody_knows_are_good(string architecture, string found)
    {
        var docker = Docker(architecture).Answer(found, "").Answer("cp", "no such path", exitCode: 1);
        await new BuiltPlatform(docker).CheckAsync("a:1", "base:1", default);
        Assert.Equal(docker.Runs.Count(run => run[0] == "create"), docker.Runs.Count(run => run[0] == "rm"));
    }

    private static RecordedRunner Docker(string architecture) => new RecordedRunner().Answer("image inspect", architecture + "\n")
        .Answer("create", "WARNING: no match\nc").Answer("rm", "c");
}
