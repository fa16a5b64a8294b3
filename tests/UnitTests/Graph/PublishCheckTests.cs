using MultiStage.Diagnostics;
using MultiStage.Graph;

namespace MultiStage.UnitTests.Graph;

/// <summary>Which evaluated projects can become an image.</summary>
public class PublishCheckTests
{
    [Theory]
    [InlineData("net10.0", "v10.0", ".NETCoreApp", "", null)]
    [InlineData("net10.0-linux", "v10.0", ".NETCoreApp", "linux", null)]
    [InlineData("net10.0-windows", "v10.0", ".NETCoreApp", "Windows", "MST1009")]
    [InlineData("net8.0-android", "v8.0", ".NETCoreApp", "android", "MST1009")]
    [InlineData("net5.0-windows", "v5.0", ".NETCoreApp", "Windows", "MST1009")]
    [InlineData("netcoreapp3.1", "v3.1", ".NETCoreApp", "Windows", null)]
    [InlineData("netcoreapp2.2", "v2.2", ".NETCoreApp", "Windows", null)]
    [InlineData("net472", "v4.7.2", ".NETFramework", "Windows", "MST1009")]
    [InlineData("netstandard2.0", "v2.0", ".NETStandard", "Windows", "MST1009")]
    public void A_framework_must_run_on_Linux(string framework, string version, string identifier, string platform, string? code)
    {
        var properties = new Dictionary<string, string>
        {
            ["OutputType"] = "Exe",
            ["TargetFramework"] = framework,
            ["TargetFrameworkVersion"] = version,
            ["TargetFrameworkIdentifier"] = identifier,
            ["TargetPlatformIdentifier"] = platform,
        };
        var error = Record.Exception(() => PublishReader.Check("app.csproj", name => properties.GetValueOrDefault(name, "")));
        Assert.Equal(code, (error as ContainerException)?.Descriptor.Code);
    }
}
