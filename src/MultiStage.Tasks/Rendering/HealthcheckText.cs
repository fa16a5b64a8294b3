using System.Globalization;
using System.Text;

namespace MultiStage.Rendering;

/// <summary>HEALTHCHECK as text.</summary>
internal static class HealthcheckText
{
    public static string Instruction(HealthcheckStep step)
    {
        if (step.Test is ["NONE"])
            return "HEALTHCHECK NONE";
        var text = new StringBuilder("HEALTHCHECK ");
        Append(text, "interval", step.Interval);
        Append(text, "timeout", step.Timeout);
        Append(text, "start-period", step.StartPeriod);
        if (step.Retries is { } retries)
            text.Append(CultureInfo.InvariantCulture, $"--retries={retries} ");
        return text.Append("CMD ").Append(Command(step.Test)).ToString();
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
            text.Append(CultureInfo.InvariantCulture, $"--{flag}={(value.Milliseconds == 0 ? $"{value.TotalSeconds:0}s" : $"{value.TotalMilliseconds:0}ms")} ");
    }
}
