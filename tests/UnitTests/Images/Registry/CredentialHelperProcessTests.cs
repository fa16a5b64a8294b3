using MultiStage.Diagnostics;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

/// <summary>Real programs on the PATH, which belongs to the whole process.</summary>
[Collection(Alone.Name)]
public class CredentialHelperProcessTests
{
    [Theory]
    [InlineData("cat > /dev/null; echo '{\"ServerURL\":\"r.io\",\"Username\":\"u\",\"Secret\":\"s3cret\"}'", "u", "s3cret")]
    [InlineData("read server; echo \"{\\\"Username\\\":\\\"$1 $server\\\",\\\"Secret\\\":\\\"x\\\"}\"", "get r.io", "x")]
    [InlineData("echo '{\"Username\":\"u\",\"Secret\":\"s\"}'", "u", "s")]
    [InlineData("echo 'credentials not found in native keychain'; exit 1", null, null)]
    [InlineData("echo '{}'", null, null)]
    [InlineData("head -c 1000000 /dev/zero >&2; echo '{\"Username\":\"u\",\"Secret\":\"s\"}'", "u", "s")]
    public async Task A_helper_speaks_over_its_streams(string script, string? user, string? secret)
    {
        if (OperatingSystem.IsWindows())
            return;
        var found = await RunAsync(script);
        Assert.Equal((user, secret), (found?.User, found?.Secret));
    }

    [Theory]
    [InlineData("echo s3cret-output; exit 1")]
    [InlineData("echo s3cret-output >&2; exit 3")]
    [InlineData("echo s3cret-output")]
    [InlineData("exit 0")]
    [InlineData("head -c 1000000 /dev/zero")]
    public async Task A_helper_that_fails_is_one_error_without_its_output(string script)
    {
        if (OperatingSystem.IsWindows())
            return;
        var error = await Errors.ThrowsAsync(ImageDiagnostics.CredentialHelperFailed, () => RunAsync(script));
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("docker-credential-test", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_helper_that_hangs_ends_in_time()
    {
        if (OperatingSystem.IsWindows())
            return;
        var error = await Errors.ThrowsAsync(ImageDiagnostics.CredentialHelperFailed, () => RunAsync("sleep 60"), seconds: 5);
        Assert.Contains("0.3 s", error.Message, StringComparison.Ordinal);
    }

    private static async Task<(string User, string Secret)?> RunAsync(string script)
    {
        using var folder = new TempFolder();
        var program = folder.Write("docker-credential-test", "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var path = Environment.GetEnvironmentVariable("PATH");
        try
        {
            Environment.SetEnvironmentVariable("PATH", folder.Path + ":" + path);
            var options =
                new RegistryOptions { CredentialHelperTimeout =
                    TimeSpan.FromMilliseconds(script.StartsWith("sleep", StringComparison.Ordinal) ? 300 : 10_000) };
            return await new CredentialHelperProcess(options).GetAsync("test", "r.io", TestContext.Current.CancellationToken);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }
    }
}
