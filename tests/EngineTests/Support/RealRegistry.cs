using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace MultiStage.EngineTests;

/// <summary>docker-registry of a test's own: another port, empty, with a password or a certificate if wanted.</summary>
internal sealed class RealRegistry : IDisposable
{
    /// <summary>The account of a registry with a password.</summary>
    public const string User = "shop", Password = "correct horse";

    // bcrypt of the password, which is all that the registry understands.
    private const string PasswordFile = User + ":$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e\n";
    private readonly Process process;

    private RealRegistry(Process process, string host) => (this.process, Host) = (process, host);

    /// <summary>Name and port to use in references.</summary>
    public string Host { get; }

    public static async Task<RealRegistry> StartAsync(string folder, bool password = false, X509Certificate2? certificate = null)
    {
        Directory.CreateDirectory(folder);
        var port = FreePort();
        var config = $"version: 0.1\nlog: {{ level: error }}\nstorage: {{ filesystem: {{ rootdirectory: {folder}/data }} }}\n";
        var tls = "";
        if (certificate is not null)
        {
            File.WriteAllText(Path.Combine(folder, "tls.crt"), certificate.ExportCertificatePem());
            File.WriteAllText(Path.Combine(folder, "tls.key"), certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
            tls = $", tls: {{ certificate: {folder}/tls.crt, key: {folder}/tls.key }}";
        }
        config += string.Create(CultureInfo.InvariantCulture, $"http: {{ addr: \"127.0.0.1:{port}\", secret: test{tls} }}\n");
        if (password)
        {
            File.WriteAllText(Path.Combine(folder, "htpasswd"), PasswordFile);
            config += $"auth: {{ htpasswd: {{ realm: tests, path: {folder}/htpasswd }} }}\n";
        }
        File.WriteAllText(Path.Combine(folder, "config.yml"), config);
        var process =
            Process.Start(new ProcessStartInfo(Engine.RegistryTool("docker-registry"), ["serve", Path.Combine(folder, "config.yml")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var registry = new RealRegistry(process, string.Create(CultureInfo.InvariantCulture, $"localhost:{port}"));
        await registry.WaitAsync(port);
        return registry;
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private async Task WaitAsync(int port)
    {
        for (var tries = 0; tries < 100 && !process.HasExited; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }
        throw new InvalidOperationException("The registry did not start.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
