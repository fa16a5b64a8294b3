using System.Diagnostics;
using System.Net.Sockets;
using MultiStage.Publishing;
using MultiStage.UnitTests.Images;

namespace MultiStage.UnitTests.Publishing;

/// <summary>What a folder gives to an image. Nothing in it can make the build wait.</summary>
public sealed class PublishedFolderTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public async Task Pipes_and_sockets_are_passed_over_and_named()
    {
        folder.Write("full", "x");
        folder.Write("sub/empty", "");
        File.CreateSymbolicLink(folder["link"], "pipe");
        await MakePipeAsync("pipe");
        await MakePipeAsync("sub/pipe");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder["socket"]));

        var passedOver = new List<string>();
        // Opening a pipe would wait for ever.
        var files = await Task.Run(() => PublishedFolder.Read(folder.Path, passedOver.Add))
            .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal(["full", "link", "sub", "sub/empty"], files.Select(file => file.Path));
        Assert.Equal([folder["pipe"], folder["socket"], folder["sub/pipe"]], passedOver.Order(StringComparer.Ordinal));

        using var stamp = new TreeStamp();
        Assert.NotNull(
            await Task.Run(() => stamp.AddFolder(folder.Path).Value)
                .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_link_that_is_named_itself_is_followed()
    {
        folder.Write("real/file", "x");
        File.CreateSymbolicLink(folder["link"], "real/file");
        var file = PublishedFolder.ReadFile(folder["link"]);
        Assert.Equal(("link", folder["real/file"], null), (file.Path, file.Source.Text, file.LinkTarget));
    }

    public void Dispose() => folder.Dispose();

    private async Task MakePipeAsync(string name)
    {
        using var process = Process.Start("mkfifo", folder[name]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }
}
