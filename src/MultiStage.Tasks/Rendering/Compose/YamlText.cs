using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MultiStage.Rendering.Compose;

/// <summary>
/// YAML in the one style of generated files. A word that every version of YAML reads as text stands as it is; everything
/// else is quoted. Values are literal: compose puts nothing in the place of a <c>$</c>.
/// </summary>
internal sealed partial class YamlText
{
    // What some version of YAML reads as something else than text.
    private static readonly HashSet<string> NoText = new(StringComparer.OrdinalIgnoreCase) { "y", "n", "yes", "no", "on", "off", "true",
        "false", "null" };

    private readonly StringBuilder text = new();
    private readonly Emitter emitter;

    public YamlText(string comment)
    {
        text.Append("# ").Append(comment.ReplaceLineEndings(" ")).Append('\n');
        emitter = new Emitter(new StringWriter(text, CultureInfo.InvariantCulture),
            new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, skipAnchorName: true,
                newLine: "\n").WithIndentedSequences());
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
    }

    /// <summary>A mapping with the pairs that the action writes.</summary>
    public void Mapping(Action pairs)
    {
        emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
        pairs();
        emitter.Emit(new MappingEnd());
    }

    /// <summary>A key with a mapping.</summary>
    public void Map(string key, Action pairs)
    {
        Scalar(key);
        Mapping(pairs);
    }

    /// <summary>A key with a text; nothing when the text is empty.</summary>
    public void Pair(string key, string value)
    {
        if (value.Length == 0)
            return;
        Scalar(key);
        Value(value);
    }

    /// <summary>A key with a list; nothing when it is empty.</summary>
    public void List<T>(string key, IReadOnlyList<T> values, Action<T> write)
    {
        if (values.Count == 0)
            return;
        Scalar(key);
        emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
        foreach (var value in values)
            write(value);
        emitter.Emit(new SequenceEnd());
    }

    /// <summary>A key with a mapping that has a key and what the action writes for each value; nothing when there is none.</summary>
    public void Each<T>(string key, IReadOnlyList<T> values, Func<T, string> name, Action<T> write)
    {
        if (values.Count > 0)
            Map(key, () =>
            {
                foreach (var value in values)
                {
                    Scalar(name(value));
                    write(value);
                }
            });
    }

    /// <summary>A literal text.</summary>
    public void Value(string value) => Scalar(value.Replace("$", "$$", StringComparison.Ordinal));

    /// <summary>A text in which compose replaces variables.</summary>
    public void Interpolated(string value) => Scalar(value);

    public override string ToString()
    {
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private void Scalar(string value)
    {
        var isText = Word().IsMatch(value) && !NoText.Contains(value);
        emitter.Emit(
            new Scalar(AnchorName.Empty, TagName.Empty, value, isText ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted,
                isPlainImplicit: isText, isQuotedImplicit: true));
    }

    // Begins with a letter or a path, and has nothing in it that ends a plain text or makes a number, a time or a mapping.
    [GeneratedRegex(@"^([A-Za-z_/]|\.\.?(/|\z))[A-Za-z0-9_./-]*(:[A-Za-z0-9_.-]+)?\z")]
    private static partial Regex Word();
}
