using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>Asks a program for credentials; a seam, so that tests need no programs.</summary>
internal interface ICredentialHelper
{
    /// <returns>User and secret, or null when the helper has none for this registry.</returns>
    Task<(string User, string Secret)?> GetAsync(string helper, string server, CancellationToken cancellationToken);
}

/// <summary>
/// Runs <c>docker-credential-NAME get</c>: the server goes in on standard input, JSON with the secret comes out on standard
/// output (docker-credential-helpers protocol). Nothing that the helper writes is ever quoted, as it may be the secret.
/// </summary>
internal sealed partial class CredentialHelperProcess(RegistryOptions options) : ICredentialHelper
{
    private const int MaxOutput = 64 * 1024;

    public async Task<(string User, string Secret)?> GetAsync(string helper, string server, CancellationToken cancellationToken)
    {
        // The name comes from a file and becomes a program: no path, no argument.
        if (!NameGrammar().IsMatch(helper))
            throw Failed(Printable.Of(helper), server, "its name is not allowed");
        var program = "docker-credential-" + helper;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.CredentialHelperTimeout);
        using var process = Start(program, server);
        try
        {
            var output = ReadAsync(process.StandardOutput.BaseStream, timeout.Token);
            var errors = ReadAsync(process.StandardError.BaseStream, timeout.Token);
            await SendAsync(process, server, timeout.Token).ConfigureAwait(false);
            var text = await output.ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(timeout.Token).ConfigureAwait(false);
            if (process.ExitCode != 0)
            {
                return IsNotFound(text) ? null : throw Failed(program, server, $"it ended with code {process.ExitCode}");
            }
            return Parse(text, program, server);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(program, server,
                FormattableString.Invariant($"it gave no answer within {options.CredentialHelperTimeout.TotalSeconds:0.###} s"));
        }
        finally
        {
            Kill(process);
        }
    }

    private static Process Start(string program, string server)
    {
        var start = new ProcessStartInfo(program)
        {
            ArgumentList = { "get" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        try
        {
            return Process.Start(start) ?? throw Failed(program, server, "it did not start");
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw Failed(program, server, "the program is not on the PATH or cannot be run");
        }
    }

    private static async Task SendAsync(Process process, string server, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(server + "\n"), cancellationToken)
                .ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code says why.
        }
    }

    // Reads to the end so that the helper never blocks, but keeps only a bounded part.
    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[4096];
        while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            if (kept.Length + read <= MaxOutput)
                kept.Write(buffer, 0, read);
        }
        return kept.ToArray();
    }

    private static (string, string)? Parse(byte[] output, string program, string server)
    {
        var json = StrictJson.TryParseObject(output) ?? throw Failed(program, server, "its answer is not JSON");
        return json.String("Secret") is { Length: > 0 } secret ? (json.String("Username") ?? "", secret) : null;
    }

    // The protocol has no code for "nothing stored", only this sentence of the reference helpers.
    private static bool IsNotFound(byte[] output) =>
        Encoding.UTF8.GetString(output).Contains("credentials not found", StringComparison.OrdinalIgnoreCase);

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It ended by itself meanwhile.
        }
    }

    private static ImageException Failed(string program, string server, string why) =>
        new(ImageDiagnostics.CredentialHelperFailed, program, server, why);

    [GeneratedRegex(@"\A[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameGrammar();
}
