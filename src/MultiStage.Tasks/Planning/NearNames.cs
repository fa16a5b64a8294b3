namespace MultiStage.Planning;

/// <summary>Tells a slip of the finger from another name.</summary>
internal static class NearNames
{
    private const string Prefix = "Container";

    // In a short name, another letter makes another word: ContainerState is no slip for ContainerStage.
    private const int ShortestWithOtherLetter = 6;

    /// <summary>The name that is probably meant; null when none is near enough.</summary>
    public static string? Nearest(string name, IEnumerable<string> known) =>
        known.Select(candidate => (Name: candidate, Distance: Distance(name, candidate)))
            .Where(candidate => candidate.Distance <= Limit(candidate.Name))
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name).FirstOrDefault();

    /// <summary>Letters that were left out, added, exchanged with their neighbour or, in longer names, replaced.</summary>
    public static int Distance(string name, string known)
    {
        string a = name.ToUpperInvariant(), b = known.ToUpperInvariant();
        var replaced = Core(known) < ShortestWithOtherLetter ? 2 : 1;
        // Three rows of the table: this one and the two before it.
        int[] older = new int[b.Length + 1], previous = [.. Enumerable.Range(0, b.Length + 1)], current = new int[b.Length + 1];
        for (var row = 1; row <= a.Length; row++)
        {
            current[0] = row;
            for (var column = 1; column <= b.Length; column++)
            {
                var isSame = a[row - 1] == b[column - 1];
                var oneMore = Math.Min(previous[column], current[column - 1]) + 1;
                current[column] = Math.Min(oneMore, previous[column - 1] + (isSame ? 0 : replaced));
                if (row > 1 && column > 1 && a[row - 1] == b[column - 2] && a[row - 2] == b[column - 1])
                    current[column] = Math.Min(current[column], older[column - 2] + 1);
            }
            (older, previous, current) = (previous, current, older);
        }
        return previous[b.Length];
    }

    private static int Limit(string known) => Core(known) switch
    {
        < 3 => 0,
        < 10 => 1,
        _ => 2,
    };

    // The part that all names have in common tells nothing.
    private static int Core(string known) =>
        known.StartsWith(Prefix, StringComparison.Ordinal) ? known.Length - Prefix.Length : known.Length;
}
