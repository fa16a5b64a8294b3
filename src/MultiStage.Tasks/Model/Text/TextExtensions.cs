namespace MultiStage.Model;

/// <summary>Ordinal questions about text.</summary>
internal static class TextExtensions
{
    public static bool StartsWithAny(this string text, params ReadOnlySpan<string> starts)
    {
        foreach (var start in starts)
            if (text.StartsWith(start, StringComparison.Ordinal))
                return true;
        return false;
    }

    public static bool EndsWithAny(this string text, params ReadOnlySpan<string> ends)
    {
        foreach (var end in ends)
            if (text.EndsWith(end, StringComparison.Ordinal))
                return true;
        return false;
    }

    public static bool HasLineBreak(this string text) => text.AsSpan().IndexOfAny('\n', '\r') >= 0;

    /// <summary>The distinct values in ordinal order: every list of a plan is in this order unless its order means something.</summary>
    public static IReadOnlyList<string> Sorted(this IEnumerable<string> values) =>
        [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <inheritdoc cref="Sorted(IEnumerable{string})"/>
    public static IReadOnlyList<T> Sorted<T>(this IEnumerable<T> paths) where T : struct, IComparable<T> =>
        [.. paths.Distinct().Order()];
}
