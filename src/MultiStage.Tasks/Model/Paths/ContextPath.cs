using System.Text.Json.Serialization;

namespace MultiStage.Model;

/// <summary>
/// A file or folder of the build context, seen from the context: '/' between the parts, none of them <c>.</c> or <c>..</c>,
/// and none at the start or the end. The context itself is <see cref="Root"/>.
/// </summary>
[JsonConverter(typeof(PathJson.OfContext))]
internal readonly record struct ContextPath : IComparable<ContextPath>
{
    private readonly string? text;

    private ContextPath(string text) => this.text = text.Length == 0 ? null : text;

    /// <summary>The context itself.</summary>
    public static ContextPath Root => default;

    public string Text => text ?? "";

    public bool IsRoot => text is null;

    /// <summary>The folder that it lies in.</summary>
    public ContextPath Folder => new(Text[..Math.Max(0, Text.LastIndexOf('/'))]);

    /// <summary>The last part.</summary>
    public string Name => Text[(Text.LastIndexOf('/') + 1)..];

    /// <summary>The last part without what stands behind its last dot.</summary>
    public string NameWithoutExtension => Name.LastIndexOf('.') is > 0 and var dot ? Name[..dot] : Name;

    public IReadOnlyList<string> Parts => Text.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <exception cref="ArgumentException">The text is no such path.</exception>
    public static ContextPath Of(string text) =>
        TryOf(text) ?? throw new ArgumentException($"'{text}' is no path of the build context.", nameof(text));

    /// <summary>The path; null when the text is none.</summary>
    public static ContextPath? TryOf(string text) =>
        text.Length == 0 ? Root
        : text.AsSpan().ContainsAny('\\', '\n', '\r') || text.Contains('\0', StringComparison.Ordinal)
            || text.Split('/').Any(part => part is "" or "." or "..") ? null
        : new ContextPath(text);

    public static ContextPath operator /(ContextPath folder, string name) => Of(folder.IsRoot ? name : $"{folder.Text}/{name}");

    public bool IsBelow(ContextPath folder) =>
        folder.IsRoot || (Text.Length > folder.Text.Length && Text[folder.Text.Length] == '/'
            && Text.StartsWith(folder.Text, StringComparison.Ordinal));

    public bool IsSameOrBelow(ContextPath folder) => this == folder || IsBelow(folder);

    /// <summary>The same place seen from a folder above it.</summary>
    public ContextPath SeenFrom(ContextPath folder) => folder.IsRoot ? this : new(Text[Math.Min(Text.Length, folder.Text.Length + 1)..]);

    /// <summary>Whether a part of the path below <paramref name="folder"/> starts with a dot.</summary>
    public bool IsHiddenBelow(ContextPath folder) => SeenFrom(folder).Parts.Any(part => part.StartsWith('.'));

    /// <summary>In ordinal order of the texts.</summary>
    public int CompareTo(ContextPath other) => string.CompareOrdinal(Text, other.Text);

    public override string ToString() => Text;
}
