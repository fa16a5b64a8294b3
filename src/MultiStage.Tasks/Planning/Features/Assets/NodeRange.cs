using System.Globalization;
using System.Text.RegularExpressions;

namespace MultiStage.Planning.Features.Assets;

/// <summary>A range of versions as package.json writes it: the grammar of npm's semver, without pre-releases.</summary>
internal sealed partial class NodeRange
{
    private static readonly NodeVersion Newest = new(int.MaxValue, 0, 0);

    // Alternatives; a version belongs to one when it is at least the first and before the second.
    private readonly IReadOnlyList<(NodeVersion From, NodeVersion To)> intervals;

    private NodeRange(IReadOnlyList<(NodeVersion From, NodeVersion To)> intervals) => this.intervals = intervals;

    /// <summary>Reads a range; null when the text is none.</summary>
    public static NodeRange? TryParse(string text)
    {
        var intervals = new List<(NodeVersion, NodeVersion)>();
        foreach (var alternative in text.Split("||"))
        {
            if (Interval(alternative.Trim()) is not { } interval)
                return null;
            intervals.Add(interval);
        }
        return new NodeRange(intervals);
    }

    public bool Contains(NodeVersion version) => intervals.Any(interval => version >= interval.From && version < interval.To);

    /// <summary>Whether some version of the major does.</summary>
    public bool Touches(int major) =>
        intervals.Any(interval => interval.From < new NodeVersion(major + 1, 0, 0) && interval.To > new NodeVersion(major, 0, 0) && interval.From < interval.To);

    /// <summary>The lowest major of the range.</summary>
    public int? LowestMajor => intervals.Where(interval => interval.From < interval.To).Select(interval => (int?)interval.From.Major).Min();

    private static (NodeVersion From, NodeVersion To)? Interval(string text)
    {
        var hyphen = Hyphen().Match(text);
        if (hyphen.Success)
            return Partial(hyphen.Groups[1].Value) is { } low && Partial(hyphen.Groups[2].Value) is { } high ? (low.From, high.To) : null;
        var (from, to) = (default(NodeVersion), Newest);
        foreach (Match part in Comparator().Matches(text))
        {
            if (Comparator(part.Groups[1].Value, part.Groups[2].Value) is not { } one)
                return null;
            from = one.From > from ? one.From : from;
            to = one.To < to ? one.To : to;
        }
        return Comparator().Replace(text, "").Trim().Length == 0 ? (from, to) : null;
    }

    private static (NodeVersion From, NodeVersion To)? Comparator(string sign, string text)
    {
        if (Partial(text) is not { } version)
            return null;
        return sign switch
        {
            ">=" => (version.From, Newest),
            ">" => (version.To, Newest),
            "<" => (default, version.From),
            "<=" => (default, version.To),
            "^" => (version.From, version.IsAny ? Newest : version.From.Major > 0 ? new NodeVersion(version.From.Major + 1, 0, 0) : version.To),
            "~" or "~>" => (version.From, version.Parts >= 2 ? new NodeVersion(version.From.Major, version.From.Minor + 1, 0) : version.To),
            _ => (version.From, version.To),
        };
    }

    // What is left out stands for all: 18 is 18.0.0 up to 19.0.0.
    private static (NodeVersion From, NodeVersion To, int Parts, bool IsAny)? Partial(string text)
    {
        var match = Version().Match(text);
        if (!match.Success)
            return null;
        var numbers = new List<int>();
        foreach (var group in match.Groups.Values.Skip(1).TakeWhile(group => group.Success && int.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            numbers.Add(int.Parse(group.Value, CultureInfo.InvariantCulture));
        return numbers switch
        {
            [] => (default, Newest, 0, true),
            [var major] => (new(major, 0, 0), new(major + 1, 0, 0), 1, false),
            [var major, var minor] => (new(major, minor, 0), new(major, minor + 1, 0), 2, false),
            [var major, var minor, var patch, ..] => (new(major, minor, patch), new(major, minor, patch + 1), 3, false),
        };
    }

    [GeneratedRegex(@"^(\S+)\s+-\s+(\S+)\z")]
    private static partial Regex Hyphen();

    [GeneratedRegex(@"(>=|<=|>|<|=|\^|~>|~)?\s*(v?[0-9xX*][0-9A-Za-z.*+-]*)\s*")]
    private static partial Regex Comparator();

    [GeneratedRegex(@"^v?([0-9]{1,6}|[xX*])(?:\.([0-9]{1,6}|[xX*]))?(?:\.([0-9]{1,6}|[xX*]))?(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?\z")]
    private static partial Regex Version();
}

/// <summary>A version of Node.</summary>
internal readonly record struct NodeVersion(int Major, int Minor, int Patch) : IComparable<NodeVersion>
{
    public int CompareTo(NodeVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public static bool operator <(NodeVersion one, NodeVersion other) => one.CompareTo(other) < 0;

    public static bool operator >(NodeVersion one, NodeVersion other) => one.CompareTo(other) > 0;

    public static bool operator <=(NodeVersion one, NodeVersion other) => one.CompareTo(other) <= 0;

    public static bool operator >=(NodeVersion one, NodeVersion other) => one.CompareTo(other) >= 0;
}
