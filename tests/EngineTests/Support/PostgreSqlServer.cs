using System.Globalization;

namespace MultiStage.EngineTests;

/// <summary>A PostgreSQL of Debian on loopback, in a folder of its own, as a user that is not root; gone at the end of a test.</summary>
internal sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string Owner = "postgres";

    private readonly string folder = Directory.CreateTempSubdirectory("multistage-postgresql-").FullName;
    private readonly string port = Publishing.FreePort().ToString(CultureInfo.InvariantCulture);

    /// <summary>What Npgsql takes; the database need not be there yet.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={port};Username=shop;Database=shop";

    // eng/install-tools.sh installs it.
    private static string Programs => Path.Combine(
        Directory.EnumerateDirectories("/usr/lib/postgresql")
            .OrderByDescending(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture)).First(), "bin");

    private string Data => Path.Combine(folder, "data");

    public static async Task<PostgreSqlServer> StartAsync()
    {
        var server = new PostgreSqlServer();
        if (Environment.IsPrivilegedProcess)
            (await CommandLine.RunAsync("chown", [Owner, server.folder], "/")).Succeeded();
        (await server.RunAsync("initdb", "--pgdata", server.Data, "--username=shop", "--auth=trust", "--no-sync", "--locale=C",
            "--encoding=UTF8")).Succeeded();
        // Its streams would keep this process's open.
        (await server.RunAsync("pg_ctl", "start", "--wait", "--silent", "--pgdata", server.Data, "--log",
            Path.Combine(server.folder, "log"),
            "--options", $"-c listen_addresses=127.0.0.1 -c port={server.port} -c unix_socket_directories= -c fsync=off")).Succeeded();
        return server;
    }

    /// <summary>Rows of the database, one a line with '|' between the columns.</summary>
    public async Task<string> QueryAsync(string sql) =>
        (await RunAsync("psql", "--host=127.0.0.1", "--port", port, "--username=shop", "--no-psqlrc", "--tuples-only", "--no-align",
            "--command", sql, "shop")).Succeeded().Output.Trim();

    /// <summary>The whole database, schema and rows, as SQL.</summary>
    public async Task<string> DumpAsync() =>
        // A key against injection into psql, another one each time.
        string.Join('\n',
            (await RunAsync("pg_dump", "--host=127.0.0.1", "--port", port, "--username=shop", "--inserts", "shop")).Succeeded().Output
            .Split('\n')
            .Where(line =>
                !line.StartsWith("\\restrict", StringComparison.Ordinal) && !line.StartsWith("\\unrestrict", StringComparison.Ordinal)));

    public async ValueTask DisposeAsync()
    {
        await RunAsync("pg_ctl", "stop", "--mode=immediate", "--silent", "--pgdata", Data);
        Directory.Delete(folder, recursive: true);
    }

    // The server refuses to be root's.
    private Task<CommandResult> RunAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs, program);
        return Environment.IsPrivilegedProcess
            ? CommandLine.RunAsync("setpriv", [$"--reuid={Owner}", $"--regid={Owner}", "--clear-groups", path, .. arguments], folder)
            : CommandLine.RunAsync(path, arguments, folder);
    }
}
