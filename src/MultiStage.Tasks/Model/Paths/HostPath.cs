namespace MultiStage.Model;

/// <summary>A file or folder of this machine, from the root or the drive on, as the machine writes it.</summary>
/// <remarks>It is a text for what reads the disk, and nowhere else: neither other kind of path is one.</remarks>
internal readonly record struct HostPath
{
    private readonly string? text;

    private HostPath(string text) => this.text = text;

    /// <exception cref="InvalidOperationException">Nobody gave it a text.</exception>
    public string Text => text ?? throw new InvalidOperationException("The path is of nowhere.");

    /// <exception cref="ArgumentException">The text is no such path.</exception>
    public static HostPath Of(string text) =>
        IsRooted(text) && !text.Contains('\0', StringComparison.Ordinal)
            ? new HostPath(text)
            : throw new ArgumentException($"'{text}' is no absolute path.", nameof(text));

    /// <summary>The path; null for an empty text.</summary>
    public static HostPath? OrNone(string text) => text.Length == 0 ? null : Of(text);

    public static implicit operator string(HostPath path) => path.Text;

    /// <summary>What has the name, or lies there, in a folder.</summary>
    public static HostPath operator /(HostPath folder, string name) =>
        new(folder.Text[^1] is '/' or '\\' ? folder.Text + name : folder.Text + (folder.Text[0] == '/' ? '/' : '\\') + name);

    public static HostPath operator /(HostPath folder, ContextPath path) => path.IsRoot ? folder : folder / path.Text;

    public override string ToString() => text ?? "";

    // '/' is also a form of Windows; '\\' begins the name of another machine there.
    private static bool IsRooted(string text) =>
        text.StartsWithAny("/", @"\\") || (text.Length > 2 && char.IsAsciiLetter(text[0]) && text[1] == ':' && text[2] is '\\' or '/');
}
