using System.Globalization;

namespace MultiStage.Images;

/// <summary>An upload that a registry has open: where it goes on, and how much of the content is there.</summary>
/// <param name="Address">The address for the next request; each answer may bring another one.</param>
/// <param name="Offset">The bytes that the registry has.</param>
/// <param name="MinimumPiece">The smallest piece that the registry takes, except for the last; 0 without a limit.</param>
internal sealed record UploadSession(Uri Address, long Offset, long MinimumPiece)
{
    /// <summary>
    /// Reads <c>Range: 0-END</c>, which counts from the start of the content and includes its end (distribution-spec 1.1
    /// "Pushing a blob in chunks"). <c>0-0</c> is what registries also say when they have nothing.
    /// </summary>
    /// <returns>The bytes that the registry has; null when it does not say so in an understandable way.</returns>
    public static long? Received(string? range)
    {
        if (range is null)
            return null;
        var text = range.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase) ? range["bytes=".Length..] : range;
        if (!text.StartsWith("0-", StringComparison.Ordinal)
            || !long.TryParse(text.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var end) || end == long.MaxValue)
            return null;
        return end == 0 ? 0 : end + 1;
    }
}
