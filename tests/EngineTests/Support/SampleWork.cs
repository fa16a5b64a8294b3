using System.Text.Json;

namespace MultiStage.EngineTests;

/// <summary>What each sample has to do, wherever it runs.</summary>
internal static class SampleWork
{
    /// <param name="sample">The sample.</param>
    /// <param name="get">Asks the running sample over HTTP; waits while it starts.</param>
    /// <param name="waitForLog">Waits for a text in its output.</param>
    public static async Task CheckAsync(string sample, Func<string, Task<string>> get, Func<string, Task<string>> waitForLog)
    {
        switch (sample)
        {
            case "hello-web":
                using (var hello = JsonDocument.Parse(await get("/")))
                {
                    Assert.Equal("Hello from MultiStage.Sdk", hello.RootElement.GetProperty("message").GetString());
                    Assert.Equal(1654, hello.RootElement.GetProperty("uid").GetInt32());
                }
                break;
            case "shop":
                Assert.Equal("Healthy", await get("/healthz"));
                Assert.Contains("espresso", await get("/products"), StringComparison.OrdinalIgnoreCase);
                Assert.Contains("<html", await get("/"), StringComparison.OrdinalIgnoreCase);
                using (var about = JsonDocument.Parse(await get("/about")))
                {
                    Assert.Equal("The Small Shop", about.RootElement.GetProperty("product").GetString());
                    Assert.Equal("1.4.0", about.RootElement.GetProperty("version").GetString());
                    Assert.Equal("Release", about.RootElement.GetProperty("configuration").GetString());
                }
                break;
            case "tiny":
                using (var about = JsonDocument.Parse(await get("/")))
                    Assert.Equal("app", about.RootElement.GetProperty("user").GetString());
                Assert.Contains("no base", await get("/notes"), StringComparison.Ordinal);
                break;
            default:
                await waitForLog("tick 1 at");
                break;
        }
    }
}
