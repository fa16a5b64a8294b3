using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace MultiStage.Model;

/// <summary>
/// The identity of content: <c>algorithm:hex</c> (OCI image-spec 1.1, descriptor.md "Digests").
/// sha256 is what everybody writes; sha512 is registered too and is verified when met.
/// </summary>
internal sealed record Digest
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly string text;

    private Digest(string text) => this.text = text;

    /// <summary>The algorithm, <c>sha256</c> or <c>sha512</c>.</summary>
    public string Algorithm => ToString()[..ToString().IndexOf(':', StringComparison.Ordinal)];

    /// <summary>The hash in lower-case hexadecimal.</summary>
    public string Hex => ToString()[(ToString().IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>The first 12 digits, for people.</summary>
    public string Short => Hex[..12];

    public override string ToString() => text;

    /// <summary>The sha256 digest of bytes in memory.</summary>
    public static Digest Of(ReadOnlySpan<byte> content) => FromHash(HashAlgorithmName.SHA256, SHA256.HashData(content));

    /// <summary>The digest of a finished hash.</summary>
    public static Digest FromHash(HashAlgorithmName algorithm, ReadOnlySpan<byte> hash) =>
        new((algorithm == HashAlgorithmName.SHA512 ? "sha512:" : "sha256:") + Convert.ToHexStringLower(hash));

    /// <summary>A hash that computes digests of this kind.</summary>
    public IncrementalHash CreateHash() => IncrementalHash.CreateHash(Name);

    /// <summary>The framework's name of the algorithm.</summary>
    public HashAlgorithmName Name => Algorithm == "sha512" ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256;

    /// <summary>Reads a digest. Strict, as the text becomes a file name and a URL.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Digest? digest, [NotNullWhen(false)] out string? problem)
    {
        digest = null;
        var length = text switch
        {
            not null when text.StartsWith("sha256:", StringComparison.Ordinal) => 64,
            not null when text.StartsWith("sha512:", StringComparison.Ordinal) => 128,
            _ => 0,
        };
        problem = length == 0 ? "the algorithm is not sha256 or sha512"
            : text!.Length != 7 + length ? $"the hash does not have {length} digits"
            : text.AsSpan(7).ContainsAnyExcept(HexDigits) ? "the hash has other characters than 0-9 and a-f"
            : null;
        if (problem is not null)
            return false;
        digest = new Digest(text!);
        return true;
    }
}
