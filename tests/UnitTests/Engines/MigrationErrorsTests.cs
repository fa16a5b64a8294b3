using System.Text.Json;
using MultiStage.Diagnostics;
using MultiStage.Engines.Docker;
using MultiStage.Engines.Explain;
using MultiStage.Engines.Progress;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Engines;

/// <summary>What dotnet-ef says in the builder becomes one error with a code.</summary>
public sealed class MigrationErrorsTests
{
    private const string Install =
        "[migrations-build 3/5] RUN --mount=type=cache dotnet tool install dotnet-ef --tool-path /tools --version 10.0.1";
    private const string Bundle =
        "[migrations-build 5/5] RUN --mount=type=cache _MultiStageBuilderStage=migrations-bundle /tools/dotnet-ef migrations bundle --no-build";

    [Theory]
    [InlineData(Install, "error NU1101: Unable to find package dotnet-ef. No packages exist with this id in source(s): company", "MST5404",
        "dotnet-ef")]
    [InlineData(Install, "Version 99.0.0 of package dotnet-ef is not found in NuGet feeds https://company.example/index.json.",
        "MST5404", "99.0.0")]
    [InlineData(Install, "Unhandled exception: dotnet-ef is not found in NuGet feeds company.", "MST5404", "company")]
    [InlineData(Bundle,
        "No DbContext was found in assembly 'Shop.Web'. Ensure that you're using the correct assembly and that the type is neither abstract nor generic.", "MST5401", "'Shop.Web'")]
    [InlineData(Bundle, "No DbContext named 'Nope' was found.", "MST5401", "'Nope'")]
    [InlineData(Bundle,
        "More than one DbContext was found. Specify which one to use. Use the '-Context' parameter for PowerShell commands and the '--context' parameter for dotnet commands.", "MST5402", "Specify")]
    [InlineData(Bundle,
        "More than one DbContext named 'ShopContext' was found. Specify which one to use by providing its fully qualified name.", "MST5402",
        "'ShopContext'")]
    [InlineData(Bundle,
        "Unable to create a 'DbContext' of type 'ShopContext'. The exception 'x' was thrown while attempting to create an instance.",
        "MST5408", "'ShopContext'")]
    [InlineData(Bundle,
        "An error occurred while accessing the Microsoft.Extensions.Hosting services. Continuing without the application service provider. Error: no secret", "MST5408", "no secret")]
    [InlineData(Bundle, "You must install or update .NET to run this application.", "MST5406", "install or update")]
    public void The_cause_has_a_code(string step, string line, string code, string part)
    {
        var error =
            Assert.IsType<ContainerException>(
                DockerErrors.OfBuild(Failed(step, line, "Failed to build bundle. Use --verbose to see errors."), "Docker", Requests.Image));
        Assert.Equal(code, error.Descriptor.Code);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[build 9/9] RUN dotnet restore", "No DbContext was found in assembly 'Shop.Web'.")]
    [InlineData("[own 2/2] RUN dotnet-ef migrations list", "No DbContext was found in assembly 'Shop.Web'.")]
    public void Other_steps_have_other_errors(string step, string line) =>
        Assert.Equal("MST3006",
            Assert.IsType<ContainerException>(DockerErrors.OfBuild(Failed(step, line), "Docker", Requests.Image)).Descriptor.Code);

    [Theory]
    [InlineData("[migrations-build 4/5] RUN dotnet build Shop.Web.csproj",
        "/src/src/Shop.Web/Program.cs(3,1): error CS1002: ; expected [/src/src/Shop.Web/Shop.Web.csproj]")]
    [InlineData(Bundle, "/src/src/Shop.Web/Program.cs(3,1): error CS1002: ; expected [/src/src/Shop.Web/Shop.Web.csproj]")]
    [InlineData("[migrations-build 4/5] RUN dotnet build Shop.Web.csproj",
        "/src/src/Shop.Web/Shop.Web.csproj : error MST5405: The DbContext has no migrations.")]
    public void Compiler_errors_stand_for_themselves(string step, string line) =>
        Assert.IsType<BuilderErrorsException>(DockerErrors.OfBuild(Failed(step, line), "Docker", Requests.Image));

    [Theory]
    [InlineData(Install)]
    [InlineData(Bundle)]
    public void A_refused_feed_is_that_also_here(string step) =>
        Assert.Equal("MST3007", Assert.IsType<ContainerException>(DockerErrors.OfBuild(Failed(step,
            "/tmp/x.csproj : error NU1301: Response status code does not indicate success: 401 (Unauthorized)."), "Docker",
            Requests.Image)).Descriptor.Code);

    private static BuildTranscript Failed(string step, params string[] lines)
    {
        var transcript = new BuildTranscript(new RawJsonProgress(), new RecordingObserver(), OnHost("/repository"));
        string Json(object value) => JsonSerializer.Serialize(value);
        transcript.Add(Json(new { vertexes = new[] { new { digest = "sha256:1", name = step, started = "2026-01-01T00:00:00Z" } } }));
        foreach (var line in lines)
            transcript.Add(
                Json(new { logs = new[] { new { vertex = "sha256:1", stream = 1,
                    data = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(line + "\n")),
                    timestamp = "2026-01-01T00:00:00Z" } } }));
        transcript.Add(
            Json(new { vertexes = new[] { new { digest = "sha256:1", name = step, started = "2026-01-01T00:00:00Z",
                completed = "2026-01-01T00:00:01Z",
                error = $"process \"/bin/sh -c {step[(step.IndexOf("RUN ", StringComparison.Ordinal) + 4)..]}\" did not complete successfully: exit code: 1" } } }));
        return transcript;
    }
}
