using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MultiStage.UnitTests.Images;

/// <summary>A request as it came over the wire.</summary>
internal sealed record FakeRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>Whether the connection broke before the whole body was there.</summary>
    public bool Broken { get; init; }

    public string Path => Target.Split('?')[0];

    public string Query => Target.Contains('?', StringComparison.Ordinal) ? Target.Split('?', 2)[1] : "";

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public string? Parameter(string name) => Query.Split('&').Select(pair => pair.Split('=', 2)).Where(pair => pair[0] == name)
        .Select(pair => Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? "")).FirstOrDefault();

    public override string ToString() => Method + " " + Target;
}

/// <summary>An answer, and how to spoil it.</summary>
internal sealed record FakeResponse(int Status, byte[]? Body = null, params (string Name, string Value)[] Headers)
{
    /// <summary>Close the connection after this many bytes of the body.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Close the connection in place of any answer.</summary>
    public bool Drop { get; init; }

    /// <summary>Never answer; the connection stays open.</summary>
    public bool Hang { get; init; }

    /// <summary>Stop after this many bytes of the body; the connection stays open.</summary>
    public int? StallAfter { get; init; }

    /// <summary>A pause before each byte of the body.</summary>
    public TimeSpan? Drip { get; init; }

    /// <summary>A <c>Content-Length</c> that may be a lie.</summary>
    public long? Length { get; init; }

    /// <summary>Sent in place of a head and body.</summary>
    public byte[]? Raw { get; init; }

    /// <summary>An endless body of this many bytes, made while it is sent.</summary>
    public long? Endless { get; init; }

    public static FakeResponse Text(int status, string body, params (string, string)[] headers) =>
        new(status, Encoding.UTF8.GetBytes(body), headers);
}

/// <summary>A small HTTP/1.1 server on loopback over raw sockets, so that every byte and every break is the test's own.</summary>
internal sealed class FaultServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly X509Certificate2? certificate;

    public FaultServer(Func<FakeRequest, FakeResponse> handler, X509Certificate2? certificate = null)
    {
        Handler = handler;
        this.certificate = certificate;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public Func<FakeRequest, FakeResponse> Handler { get; set; }

    public int Port { get; }

    /// <summary>Host and port by the name <c>localhost</c>.</summary>
    public string Host => "localhost:" + Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>The same server under another host name.</summary>
    public string OtherHost => "127.0.0.1:" + Port.ToString(CultureInfo.InvariantCulture);

    public ConcurrentQueue<FakeRequest> Requests { get; } = new();

    /// <summary>Called when a request's head is read; drops the connection after so many bytes of its body, null reads all of it.</summary>
    public Func<string, string, int?> CutBody { get; set; } = (_, _) => null;

    public void Dispose()
    {
        if (stop.IsCancellationRequested)
            return;
        stop.Cancel();
        listener.Dispose();
        certificate?.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException
            or InvalidOperationException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var token = stop.Token;
        try
        {
            using var _ = client;
            client.NoDelay = true;
            Stream stream = client.GetStream();
            if (certificate is not null)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(certificate);
                stream = tls;
            }
            while (await ReadAsync(stream, token) is { } request)
            {
                Requests.Enqueue(request);
                var answer = Handler(request);
                if (request.Broken || !await AnswerAsync(stream, request, answer, token))
                {
                    // A reset, as a crashed server gives, and not a polite end.
                    client.Client.LingerState = new LingerOption(true, 0);
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException)
        {
        }
    }

    private async Task<FakeRequest?> ReadAsync(Stream stream, CancellationToken token)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, token) == 0)
                return null;
            head.Append((char)one[0]);
            // A TLS greeting to a server without TLS.
            if (head.Length == 1 && !char.IsAsciiLetterUpper(head[0]))
                return null;
        }
        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var start = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).GroupBy(pair => pair[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => string.Join(", ", group.Select(pair => pair[1])), StringComparer.OrdinalIgnoreCase);
        var length = int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture);
        var cut = CutBody(start[0], start[1]);
        var body = new byte[Math.Min(length, cut ?? length)];
        await stream.ReadExactlyAsync(body, token);
        return new FakeRequest(start[0], start[1], headers, body) { Broken = cut is not null };
    }

    // False ends the connection with a reset.
    private static async Task<bool> AnswerAsync(Stream stream, FakeRequest request, FakeResponse response, CancellationToken token)
    {
        if (response.Drop)
            return false;
        if (response.Hang)
            await Task.Delay(Timeout.Infinite, token);
        if (response.Raw is not null)
        {
            await stream.WriteAsync(response.Raw, token);
            await stream.FlushAsync(token);
            await Task.Delay(50, token);
            return false;
        }
        var body = response.Body ?? [];
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.Status} Scripted\r\n");
        foreach (var (name, value) in response.Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (!response.Headers.Any(header => header.Name == "Content-Length"))
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {response.Length ?? response.Endless ?? body.Length}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), token);
        if (request.Method == "HEAD")
            return true;

        var piece = new byte[64 * 1024];
        for (long sent = 0; sent < response.Endless; sent += piece.Length)
            await stream.WriteAsync(piece, token);
        if (response.Drip is { } pause)
        {
            foreach (var value in body)
            {
                await Task.Delay(pause, token);
                await stream.WriteAsync(new[] { value }, token);
                await stream.FlushAsync(token);
            }
            return true;
        }
        await stream.WriteAsync(body.AsMemory(0, response.CutAfter ?? response.StallAfter ?? body.Length), token);
        await stream.FlushAsync(token);
        if (response.StallAfter is not null)
            await Task.Delay(Timeout.Infinite, token);
        // Time for the bytes to arrive: a reset discards what the other side has not read.
        if (response.CutAfter is not null)
            await Task.Delay(30, token);
        return response.CutAfter is null;
    }
}
