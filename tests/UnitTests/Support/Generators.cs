using FsCheck;
using FsCheck.Fluent;

namespace MultiStage.UnitTests.Support;

/// <summary>Values that are hard on writers of files and command lines.</summary>
internal static class Generators
{
    private static readonly string[] Pieces =
    [
        "\"", "'", "\\", "\\\\", "$", "$HOME", "${HOME}", "${HOME:-x}", "$$", "$(id)", "`id`", "#", "# x", "<<EOF", "EOF", " <<-EOF ", ";",
        ",", "%", "%20", "%41", "@", "@(Compile)",
        "$(Configuration)", "*", "?", "[a]", "[", "]", "{", "}", "(", ")", "&&", "|", ">", "<", "!", "~", "=", "==", "a=b", " ", "  ", "\t",
        "x", "value", "C:\\app\\", "http://+:80;https://+:443",
        "é", "ß", "日本語", "😀", "\u00a0", "\u2028", "\u0085", "\u200b", "-", "--link", "-p:X=Y", "[\"a\"]", "FROM scratch", "RUN rm",
        "AS final", "\u001b[0m", "^",
    ];

    private static readonly string[] Breaks = ["\n", "\r", "\r\n", "\nFROM scratch\n", "\\\n", "\n# ", "\nEOF\n"];

    /// <summary>Any text on one line.</summary>
    public static Gen<string> Line { get; } = Of(Pieces);

    /// <summary>Any text.</summary>
    public static Gen<string> Text { get; } = Of([.. Pieces, .. Breaks, .. Breaks]);

    /// <summary>The name of a file or folder on Linux, without line break and backslash.</summary>
    public static Gen<string> FileName { get; } =
        Of([.. Pieces.Where(piece => !piece.Contains('/') && !piece.Contains('\\')), "App", "App", "Shop.Web", "src", ".", "My App"])
            .Select(name => name.Length is > 0 and < 100 && name is not ("." or "..") ? name : "Plain");

    /// <summary>A path of one to four parts.</summary>
    public static Gen<string> FilePath { get; } = FileName.NonEmptyListOf().Select(parts => string.Join('/', parts.Take(4)));

    /// <summary>The name of an environment variable.</summary>
    public static Gen<string> EnvironmentName { get; } = Gen.Elements("A", "_x", "Logging__Level", "a.b", "a-b", "a_b", "Z9", "HOME",
        "PATH_2", "APP_UID_", "A.B", "A_B", "A-B");

    /// <summary>The name of a label that the rules accept.</summary>
    public static Gen<string> LabelName { get; } =
        Line.Select(
            text => new string(
                [.. text.Where(character => !char.IsWhiteSpace(character) && !char.IsControl(character) && character != '=')]))
                .Select(name => name.Length == 0 ? "l" : name);

    /// <summary>Pairs with distinct names.</summary>
    public static Gen<NameValue[]> Pairs(Gen<string> names, Gen<string> values) =>
        names.Zip(values, (name, value) => new NameValue(name, value)).ListOf()
            .Select(pairs => pairs.DistinctBy(pair => pair.Name).ToArray());

    /// <summary>The same items in another order.</summary>
    public static IReadOnlyList<T> Shuffled<T>(this IEnumerable<T> items, int seed)
    {
        var all = items.ToArray();
        new Random(seed).Shuffle(all);
        return all;
    }

    private static Gen<string> Of(string[] pieces) =>
        Gen.Frequency(
            (20, Gen.Elements(pieces).ListOf().Select(string.Concat)),
            (10, Gen.Elements(pieces)),
            (1, Gen.Elements(pieces).Select(piece => string.Concat(Enumerable.Repeat(piece, 600)))),
            (1, Gen.Constant("")));
}
