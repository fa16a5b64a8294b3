using System.Text.Json.Serialization;

namespace MultiStage.Model;

/// <summary>
/// A file or folder of an image, or of a stage: from its root on, or from the working directory at that place. A slash at the
/// end says that it is a folder.
/// </summary>
[JsonConverter(typeof(PathJson.OfImage))]
internal readonly record struct ImagePath : IComparable<ImagePath>
{
    private readonly string? text;

    private ImagePath(string text) => this.text = text == HereText ? null : text;

    private const string HereText = "./";

    public static ImagePath Root => new("/");

    /// <summary>The working directory.</summary>
    public static ImagePath Here => default;

    public string Text => text ?? HereText;

    /// <summary>Whether it starts at the root.</summary>
    public bool IsAbsolute => Text[0] == '/';

    /// <summary>Whether it is written as a folder.</summary>
    public bool IsFolder => Text[^1] == '/';

    /// <summary>The last part.</summary>
    public string Name => Bare[(Bare.LastIndexOf('/') + 1)..];

    /// <summary>The path without a slash at the end; empty for the root.</summary>
    public string Bare => Text.TrimEnd('/');

    /// <summary>Written as a folder.</summary>
    public ImagePath AsFolder => IsFolder ? this : new(Text + "/");

    /// <exception cref="ArgumentException">The text is no such path.</exception>
    public static ImagePath Of(string text) =>
        text.Length > 0 && !text.AsSpan().ContainsAny('\0', '\n', '\r')
            ? new ImagePath(text)
            : throw new ArgumentException($"'{text}' is no path of an image.", nameof(text));

    /// <summary>The folder below the working directory that has the same place as one of the context.</summary>
    public static ImagePath Like(ContextPath folder) => folder.IsRoot ? Here : new(folder.Text + "/");

    public static ImagePath operator /(ImagePath folder, string name) => Of($"{folder.Bare}/{name}");

    /// <summary>Where a path of the context lies when the context lies in the folder.</summary>
    public static ImagePath operator /(ImagePath folder, ContextPath path) => path.IsRoot ? folder : folder / path.Text;

    /// <summary>The absolute form, without <c>.</c> and <c>..</c>; a slash at the end stays.</summary>
    /// <param name="folder">The absolute folder that a relative path starts in; null for the root.</param>
    public ImagePath In(ImagePath? folder)
    {
        var all = IsAbsolute ? Text : folder?.Text + "/" + Text;
        var parts = new List<string>();
        foreach (var part in all.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
        {
            if (part != "..")
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
        }
        return new("/" + string.Join('/', parts) + (IsFolder && parts.Count > 0 ? "/" : ""));
    }

    /// <summary>In ordinal order of the texts.</summary>
    public int CompareTo(ImagePath other) => string.CompareOrdinal(Text, other.Text);

    public override string ToString() => Text;
}
