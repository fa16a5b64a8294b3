using System.Globalization;
using System.Text;

namespace MultiStage.Rendering;

/// <summary>What an image says, as instructions of a Dockerfile.</summary>
internal static class ImageSettingsText
{
    /// <summary>The instructions, always in the same order.</summary>
    public static IEnumerable<string> Instructions(ImageSettings settings)
    {
        if (settings.Environment.Count > 0)
            yield return Pairs("ENV", settings.Environment, LineBreakArguments.NameOfEnvironment);
        foreach (var port in settings.Ports)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"EXPOSE {port.Port}{(port.Protocol == "tcp" ? "" : "/" + port.Protocol)}");
        if (settings.Volumes.Count > 0)
            yield return "VOLUME " + DockerfileQuoting.Folders(settings.Volumes);
        if (settings.StopSignal is { } signal)
            yield return "STOPSIGNAL " + signal;
        if (settings.Healthcheck is { } check)
            yield return Healthcheck(check);
        if (settings.Labels.Count > 0)
            yield return Pairs("LABEL", settings.Labels, LineBreakArguments.NameOfLabel);
        if (settings.WorkingDirectory is { } folder)
            yield return "WORKDIR " + DockerfileQuoting.Rest(folder.Text);
        if (settings.User is { } user)
            yield return "USER " + Name(user);
        if (settings.Entrypoint is { } entrypoint)
            yield return "ENTRYPOINT " + DockerfileQuoting.JsonList(entrypoint);
        if (settings.Arguments is { } arguments)
            yield return "CMD " + DockerfileQuoting.JsonList(arguments);
    }

    /// <summary>A user where an instruction takes one.</summary>
    public static string Name(ImageUser user) => user switch
    {
        { Variable: "" } => DockerfileQuoting.Rest(user.Name),
        { Name: "" } => "$" + user.Variable,
        _ => $"${{{user.Variable}:-{user.Name}}}",
    };

    private static string Pairs(string instruction, IReadOnlyList<NameValue> pairs, Func<string, string> argumentName)
    {
        var arguments = pairs.Where(pair => pair.Value.HasLineBreak()).Select(pair => $"ARG {argumentName(pair.Name)}\n");
        var lines = pairs.Select(pair => DockerfileQuoting.Value(pair.Name) + "=" +
            (pair.Value.HasLineBreak() ? DockerfileQuoting.Reference(argumentName(pair.Name)) : DockerfileQuoting.Value(pair.Value)));
        return string.Concat(arguments) + instruction + " " + string.Join(" \\\n    ", lines);
    }

    private static string Healthcheck(Healthcheck check)
    {
        if (check.Test is ["NONE"])
            return "HEALTHCHECK NONE";
        var text = new StringBuilder("HEALTHCHECK ");
        Append(text, "interval", check.Interval);
        Append(text, "timeout", check.Timeout);
        Append(text, "start-period", check.StartPeriod);
        if (check.Retries is { } retries)
            text.Append(CultureInfo.InvariantCulture, $"--retries={retries} ");
        return text.Append("CMD ").Append(Command(check.Test)).ToString();
    }

    private static string Command(IReadOnlyList<string> test) => test switch
    {
        ["CMD-SHELL", var line] when ShellQuoting.IsPlainLine(line) => line,
        ["CMD-SHELL", var line] => DockerfileQuoting.JsonList(["/bin/sh", "-c", line]),
        _ => DockerfileQuoting.JsonList([.. test.Skip(1)]),
    };

    private static void Append(StringBuilder text, string flag, TimeSpan? time)
    {
        if (time is { } value)
            text.Append(CultureInfo.InvariantCulture,
                $"--{flag}={(value.Milliseconds == 0 ? $"{value.TotalSeconds:0}s" : $"{value.TotalMilliseconds:0}ms")} ");
    }
}
