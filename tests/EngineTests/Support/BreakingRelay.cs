using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MultiStage.EngineTests;

/// <summary>Passes connections on to a registry, and breaks those that carry too much.</summary>
internal sealed class BreakingRelay : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int target;
    private int breaks;

    /// <param name="host">Name and port of the registry.</param>
    /// <param name="breaks">How many connections break.</param>
    /// <param name="after">After how many bytes to the registry.</param>
    public BreakingRelay(string host, int breaks, int after)
    {
        target = int.Parse(host.Split(':')[1], CultureInfo.InvariantCulture);
        (this.breaks, After) = (breaks, after);
        listener.Start();
        Host = "localhost:" + ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        _ = AcceptAsync();
    }

    public string Host { get; }

    /// <summary>How many connections are still to break.</summary>
    public int Left => breaks;

    private int After { get; }

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = RelayAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        try
        {
            using var _ = client;
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, target);
            await Task.WhenAny(UpAsync(client, server), server.GetStream().CopyToAsync(client.GetStream()));
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
        }
    }

    private async Task UpAsync(TcpClient client, TcpClient server)
    {
        var buffer = new byte[64 * 1024];
        long sum = 0;
        while (await client.GetStream().ReadAsync(buffer) is var read and > 0)
        {
            sum += read;
            await server.GetStream().WriteAsync(buffer.AsMemory(0, read));
            if (sum > After && Interlocked.Decrement(ref breaks) >= 0)
                return;
        }
    }
}
