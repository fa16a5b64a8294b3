using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MultiStage.Rendering;

/// <summary>
/// The one place where a value becomes text of a Dockerfile. The rules are those of BuildKit's parser and shell lexer,
/// which expand variables, take quotes away and read backslashes in most instructions.
/// </summary>
internal static partial class DockerfileQuoting
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A value of ENV, LABEL or ARG. It must have no line break: see <see cref="LineBreakArguments"/>.</summary>
    public static string Value(string value)
    {
        if (Plain().IsMatch(value))
            return value;
        var text = new StringBuilder("\"");
        foreach (var character in value)
        {
            if (character is '"' or '\\' or '$')
                text.Append('\\');
            text.Append(character);
        }
        return text.Append('"').ToString();
    }

    /// <summary>A value that refers to a variable.</summary>
    public static string Reference(string variable) => $"\"${variable}\"";

    /// <summary>A word of an instruction that takes the rest of the line as it is, such as WORKDIR and USER.</summary>
    /// <remarks>White space at the ends would be cut off without quotes.</remarks>
    public static string Rest(string value) => value == value.Trim() ? EscapeWord(value) : Value(value);

    /// <summary>The arguments of COPY: sources are patterns, the destination is not.</summary>
    /// <param name="hasPatterns">Whether the sources are written as patterns; else each of their characters means itself.</param>
    public static string Paths(IReadOnlyList<CopySource> sources, ImagePath destination, bool hasPatterns = false)
    {
        if (sources.All(source => PlainPath().IsMatch(source.Text)) && PlainPath().IsMatch(destination.Text))
            return string.Join(' ', sources.Select(source => source.Text).Append(destination.Text));
        return JsonList([.. sources.Select(source => EscapeWord(hasPatterns ? source.Text : EscapePattern(source.Text))),
            EscapeWord(destination.Text)]);
    }

    /// <summary>The arguments of VOLUME.</summary>
    public static string Folders(IReadOnlyList<ImagePath> folders) => JsonList([.. folders.Select(folder => EscapeWord(folder.Text))]);

    /// <summary>A command in the JSON form, which no shell and no lexer touches.</summary>
    public static string JsonList(IReadOnlyList<string> words) =>
        "[" + string.Join(", ", words.Select(word => JsonSerializer.Serialize(word, Json))) + "]";

    private static string EscapeWord(string value)
    {
        var text = new StringBuilder();
        foreach (var character in value)
        {
            if (character is '"' or '\'' or '\\' or '$')
                text.Append('\\');
            text.Append(character);
        }
        return text.ToString();
    }

    // Sources are matched as by Go's path/filepath.Match: a class of one character is that character.
    private static string EscapePattern(string path) =>
        SpecialInPattern().Replace(path, match => $"[{match.Value}]");

    [GeneratedRegex(@"^[A-Za-z0-9_./:@%+=,-]+\z")]
    private static partial Regex Plain();

    [GeneratedRegex(@"^[A-Za-z0-9_./@+=,][A-Za-z0-9_./@+=,-]*\z")]
    private static partial Regex PlainPath();

    [GeneratedRegex(@"[*?\[]")]
    private static partial Regex SpecialInPattern();
}
