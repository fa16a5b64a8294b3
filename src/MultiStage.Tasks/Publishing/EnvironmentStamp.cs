using System.Collections;

namespace MultiStage.Publishing;

/// <summary>
/// One text for the environment variables, each of which a project may read. Those that tell one terminal or one command
/// from the next are left out.
/// </summary>
internal static class EnvironmentStamp
{
    private static readonly string[] OfTheSession =
    [
        // Of shells and terminals.
        "_", "COLUMNS", "ITERM_SESSION_ID", "LINES", "OLDPWD", "PWD", "SHLVL", "TERM_SESSION_ID", "TMUX", "TMUX_PANE", "WINDOWID",
        "WT_SESSION",
        // Of logins.
        "SSH_AUTH_SOCK", "SSH_CLIENT", "SSH_CONNECTION", "SSH_TTY", "XDG_SESSION_ID",
        // Of the .NET SDK's commands.
        "_MSBUILDTLENABLED", "DOTNET_CLI_TELEMETRY_SESSIONID",
    ];

    /// <param name="variables">As <see cref="Environment.GetEnvironmentVariables()"/> returns them.</param>
    public static string Text(IDictionary variables) => string.Join('\0', variables.Cast<DictionaryEntry>()
        .Where(variable => !OfTheSession.Contains((string)variable.Key, StringComparer.Ordinal))
        .Select(variable => $"{variable.Key}={variable.Value}")
        .Order(StringComparer.Ordinal));
}
