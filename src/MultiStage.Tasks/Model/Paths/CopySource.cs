using System.Text.Json.Serialization;

namespace MultiStage.Model;

/// <summary>
/// What a step copies: a file or folder of the context or of a stage, or a pattern that a project wrote. A slash at the end says
/// that it is the content of a folder.
/// </summary>
[JsonConverter(typeof(PathJson.OfSource))]
internal readonly record struct CopySource : IComparable<CopySource>
{
    private readonly string? text;

    private CopySource(string text) => this.text = text;

    public string Text => text ?? "./";

    /// <summary>Whether it is the content of a folder.</summary>
    public bool IsFolder => Text[^1] == '/';

    public static implicit operator CopySource(ContextPath file) => new(file.IsRoot ? "./" : file.Text);

    public static implicit operator CopySource(ImagePath path) => new(path.Text);

    /// <summary>All that is in a folder of the context.</summary>
    public static CopySource AllOf(ContextPath folder) => ImagePath.Like(folder);

    /// <summary>As a project wrote it: its characters may have a meaning.</summary>
    public static CopySource AsWritten(string text) => ImagePath.Of(text);

    /// <summary>In ordinal order of the texts.</summary>
    public int CompareTo(CopySource other) => string.CompareOrdinal(Text, other.Text);

    public override string ToString() => Text;
}
