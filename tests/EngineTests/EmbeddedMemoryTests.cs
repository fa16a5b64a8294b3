using System.Buffers.Binary;

namespace MultiStage.EngineTests;

/// <summary>The embedded engine works on streams: the memory that it takes does not grow with the app.</summary>
public sealed class EmbeddedMemoryTests
{
    private const int Files = 41, FileSize = 50_000_000, Limit = 200_000_000;

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task Two_gigabytes_of_files_take_less_than_200_megabytes_above_an_ordinary_publish()
    {
        using var workspace =
            new Workspace().AddConsoleApp(items: """<Content Include="data/**" CopyToPublishDirectory="PreserveNewest" />""");
        WriteData(workspace.Path("app/data"));
        var environment = new Dictionary<string, string?> { ["XDG_CACHE_HOME"] = workspace.Path("cache") };

        var plain = await PeakMemory.OfDotNetAsync(workspace, "app", ["publish", "-o", workspace.Path("plain")], environment);
        Directory.Delete(workspace.Path("plain"), recursive: true);
        var embedded = await PeakMemory.OfDotNetAsync(workspace, "app",
            ["publish", Publishing.MultiStage, "-p:ContainerEngine=embedded", "-p:ContainerBaseRegistry=" + Engine.Registry,
                "-p:ContainerArchiveOutputPath=../image.tar"], environment);

        TestContext.Current.TestOutputHelper?.WriteLine($"Peak of MSBuild: plain {plain:N0}, embedded {embedded:N0} bytes.");
        Assert.True(new FileInfo(workspace.Path("image.tar")).Length > (long)Files * FileSize);
        // Neither measurement may have missed its process.
        Assert.True(plain > 50_000_000, $"{plain:N0}");
        Assert.True(embedded - plain < Limit, $"{embedded:N0} - {plain:N0} = {embedded - plain:N0} bytes");
    }

    // Random, so that nothing gets smaller on its way; no two files are equal.
    private static void WriteData(string folder)
    {
        Directory.CreateDirectory(folder);
        var content = new byte[FileSize];
        new Random(1).NextBytes(content);
        for (var number = 0; number < Files; number++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(content, number);
            File.WriteAllBytes(Path.Combine(folder, $"{number}.bin"), content);
        }
    }
}
