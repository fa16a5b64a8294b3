using System.Text.Json;
using MultiStage.Engines.Contract;
using MultiStage.Tasks;

namespace MultiStage.UnitTests.Tasks;

public sealed class ImageRecordTests
{
    private static readonly ImageResult Result =
        new(["localhost:5000/shop/web:1", "localhost:5000/shop/web:latest", "localhost:5000/shop/web"], "sha256:aa", 12, 0, 1)
    {
        MediaType = "application/vnd.oci.image.index.v1+json",
        Platforms = [new("linux/arm64", "sha256:bb", "sha256:cc"), new("linux/amd64", "sha256:dd", "")],
    };

    [Fact]
    public void A_deployment_finds_what_it_needs()
    {
        using var json = JsonDocument.Parse(ImageRecord.Text(Result, "final", isPushed: true, "mcr.microsoft.com/dotnet/aspnet:10.0"));
        var record = json.RootElement;
        Assert.Equal(["localhost:5000/shop/web@sha256:aa"],
            record.GetProperty("references").EnumerateArray().Select(reference => reference.GetString()));
        Assert.Equal(["linux/amd64", "linux/arm64"], record.GetProperty("platforms").EnumerateObject().Select(platform => platform.Name));
        Assert.Equal("sha256:bb", record.GetProperty("platforms").GetProperty("linux/arm64").GetProperty("digest").GetString());
        Assert.Equal("sha256:cc", record.GetProperty("platforms").GetProperty("linux/arm64").GetProperty("baseDigest").GetString());
        Assert.Equal("mcr.microsoft.com/dotnet/aspnet:10.0", record.GetProperty("base").GetString());
        Assert.Equal("application/vnd.oci.image.index.v1+json", record.GetProperty("mediaType").GetString());
        Assert.Equal("final", record.GetProperty("target").GetString());
    }

    [Fact]
    public void What_no_registry_has_cannot_be_pulled_by_digest() =>
        Assert.Equal(0,
            JsonDocument.Parse(ImageRecord.Text(Result, "final", isPushed: false, "")).RootElement.GetProperty("references")
                .GetArrayLength());
}
