using MultiStage.Tasks;

namespace MultiStage.UnitTests.Tasks;

public sealed class SecretFilesTests
{
    // No process has this number: the kernel's largest is 4194304.
    private static readonly string Abandoned = Path.Combine(Path.GetTempPath(), "multistage-secrets-999999999-unit");

    [Fact]
    public void What_a_killed_publish_left_is_removed_by_the_next()
    {
        Directory.CreateDirectory(Abandoned);
        File.WriteAllText(Path.Combine(Abandoned, "nugetconfig"), "secret");
        var running = Directory.CreateTempSubdirectory($"multistage-secrets-{Environment.ProcessId}-");
        try
        {
            new SecretFiles().Dispose();
            Assert.False(Directory.Exists(Abandoned));
            Assert.True(running.Exists);
        }
        finally
        {
            running.Delete();
        }
    }
}
