using System.Text.RegularExpressions;

namespace MultiStage.Rendering;

/// <summary>Commands as text for the POSIX shell of a RUN step; values cannot leave their word.</summary>
internal static partial class ShellQuoting
{
    public static string Command(Command command)
    {
        var words = command.Environment.Select(Variable).Concat(command.Words.Select(Word));
        return string.Join(' ', words) + (command.ExitCodeFile is { } file ? $" || echo $? > {Literal(file.Text)}" : "");
    }

    /// <summary>
    /// Lines that a project wrote for the image's shell, as the rest of a RUN. What the builder's own parser could take for
    /// something else (a second line, a here-document, a list, a flag) goes to the shell as an argument, which no parser reads.
    /// </summary>
    public static string Lines(string text) =>
        IsPlainLine(text) ? text : DockerfileQuoting.JsonList(["/bin/sh", "-ec", text]);

    /// <summary>Whether a builder takes the text as one line for the shell and changes nothing in it.</summary>
    public static bool IsPlainLine(string text) =>
        text.Length > 0 && text == text.Trim() && text[0] is not ('[' or '-' or '#') && !text.EndsWith('\\')
        && !text.Contains("<<", StringComparison.Ordinal) && !text.Any(character => char.IsControl(character) && character != '\t');

    private static string Variable(CommandVariable variable) =>
        variable.IsSecretFile
            ? $"{variable.Name}=\"$(cat {Literal(variable.Value)} 2>/dev/null)\""
            : $"{variable.Name}={Literal(variable.Value)}";

    private static string Word(Word word) => word switch
    {
        LiteralWord literal => Literal(literal.Text),
        VariableWord variable => "$" + variable.Name,
        PropertyWord property =>
            Literal($"-p:{property.Name}={(property.IsEscaped ? PropertyText.Of(property.Value) : PropertyText.OfLiteral(property.Value))}"),
        OptionalPropertiesWord properties => $"${{{properties.Variable}:+\"-p:${properties.Variable}\"}}",
        VariablePropertyWord property => $"-p:{property.Name}=${property.Variable}",
        // .NET has another name for the one that engines call amd64.
        RuntimeIdentifierWord runtime =>
            $"{runtime.System}-$(case ${runtime.Variable} in (amd64) echo x64;; (*) echo ${runtime.Variable};; esac)",
        ShellWord shell => shell.Text,
        _ => throw new ArgumentOutOfRangeException(nameof(word)),
    };

    private static string Literal(string text) =>
        Plain().IsMatch(text) ? text : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    [GeneratedRegex(@"^[A-Za-z0-9_@%+=:,./-]+\z")]
    private static partial Regex Plain();
}
